import { transactionsOf } from '../metadata/contracts';
import { type Fields, fieldsOf, listOf } from '../metadata/fields';

/** A function as a client calls it. */
export interface ChaincodeFunction {
    /** `contract:function`, without the contract where it is the default one. */
    readonly name: string;
    /** `id (string)`, in order. */
    readonly parameters: readonly string[];
}

/** The functions that metadata tells of; none where it is in no form that is known. */
export function functionsIn(metadata: Uint8Array): ChaincodeFunction[] {
    const named = transactionsOf(parse(Buffer.from(metadata).toString()));
    return named.map(({ name, transaction }) => ({ name, parameters: parametersOf(transaction) }));
}

/** `readAsset takes 1 argument: id (string)`. */
export function signatureOf({ name, parameters }: ChaincodeFunction): string {
    if (parameters.length === 0) return `${name} takes no arguments`;
    const count = parameters.length === 1 ? '1 argument' : `${parameters.length} arguments`;
    return `${name} takes ${count}: ${parameters.join(', ')}`;
}

function parametersOf(transaction: Fields): string[] {
    return listOf(transaction['parameters']).map(({ name, required, schema }, index) => {
        const optional = required === false ? ', optional' : '';
        return `${textOf(name) ?? `argument ${index + 1}`} (${typeOf(fieldsOf(schema))}${optional})`;
    });
}

function typeOf({ type, items, $ref: reference }: Fields): string {
    if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
    if (type === 'array') return `array of ${typeOf(fieldsOf(items))}`;
    return textOf(type) ?? 'JSON';
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function textOf(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}
