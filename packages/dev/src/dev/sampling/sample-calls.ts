import { kindOf, transactionsOf } from '../../metadata/contracts';
import { fieldsOf, listOf } from '../../metadata/fields';
import { sampleValue, type Schema } from './sample-value';

/** A call that can be made of a chaincode. */
export interface SampleCall {
    /** As clients name the function: `contract:function`, without the contract where it is the default one. */
    readonly name: string;
    readonly isSubmitted: boolean;
    readonly args: readonly SampleArgument[];
}

/** As it is sent, and the value that it stands for. */
export interface SampleArgument {
    readonly text: string;
    readonly value: unknown;
}

/** Makes a call of each transaction that metadata tells of, with arguments that its schemas take. */
export function sampleCalls(metadata: unknown): SampleCall[] {
    const schemas = fieldsOf(fieldsOf(fieldsOf(metadata)['components'])['schemas']);
    return transactionsOf(metadata).map(({ name, transaction }) => {
        const needed = listOf(transaction['parameters']).filter(({ required }) => required !== false);
        return {
            name,
            isSubmitted: kindOf(transaction) !== 'evaluate',
            args: needed.map((parameter, index) => sampleArgument(parameter, index, schemas)),
        };
    });
}

function sampleArgument({ name, schema }: Schema, index: number, schemas: Schema): SampleArgument {
    const own = typeof name === 'string' ? name : `argument${index + 1}`;
    const value = sampleValue(fieldsOf(schema), { name: own, schemas });
    return { value, text: typeof value === 'string' ? value : JSON.stringify(value) };
}
