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

const SYSTEM_CONTRACT = 'org.hyperledger.fabric';
/** Of Heddle and contract-api-go, and of fabric-contract-api before tags had these names. */
const EVALUATED = ['EVALUATE', 'evaluateTx', 'evaluate'];

/** Makes a call of each transaction that metadata tells of, with arguments that its schemas take. */
export function sampleCalls(metadata: unknown): SampleCall[] {
    const { contracts, components } = fieldsOf(metadata);
    const schemas = fieldsOf(fieldsOf(components)['schemas']);
    const named = Object.entries(fieldsOf(contracts)).filter(([name]) => name !== SYSTEM_CONTRACT);
    return named.flatMap(([name, contract]) => {
        const prefix = named.length === 1 || isDefault(fieldsOf(contract)) ? '' : `${name}:`;
        return listOf(fieldsOf(contract)['transactions']).map((transaction) =>
            sampleCall(prefix, transaction, schemas),
        );
    });
}

function isDefault(contract: Schema): boolean {
    return contract['default'] === true || fieldsOf(contract['contractInstance'])['default'] === true;
}

function sampleCall(prefix: string, { name, tag, tags, parameters }: Schema, schemas: Schema): SampleCall {
    const marks = [tag, tags].flat();
    const needed = listOf(parameters).filter(({ required }) => required !== false);
    return {
        name: `${prefix}${String(name)}`,
        isSubmitted: !marks.some((mark) => EVALUATED.includes(String(mark))),
        args: needed.map((parameter, index) => sampleArgument(parameter, index, schemas)),
    };
}

function sampleArgument({ name, schema }: Schema, index: number, schemas: Schema): SampleArgument {
    const own = typeof name === 'string' ? name : `argument${index + 1}`;
    const value = sampleValue(fieldsOf(schema), { name: own, schemas });
    return { value, text: typeof value === 'string' ? value : JSON.stringify(value) };
}

function listOf(value: unknown): Schema[] {
    return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Schema {
    return typeof value === 'object' && value !== null ? (value as Schema) : {};
}
