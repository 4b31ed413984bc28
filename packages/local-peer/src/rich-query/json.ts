import { compareUtf8 } from '../records/utf8-order';

/** A JSON object. */
export interface JsonObject {
    readonly [name: string]: Json;
}

/**
 * A JSON value as CouchDB has it, which tells whole numbers from others, whatever their size: a `number` without a
 * fraction is whole, a larger one is a `bigint`, and one that was written with a fraction or an exponent is a `WholeFloat`.
 */
export type Json = null | boolean | number | bigint | WholeFloat | string | readonly Json[] | JsonObject;

/** A whole number that is not kept as one: `1.0`, or `1e21`. */
export class WholeFloat {
    readonly value: number;

    constructor(value: number) {
        this.value = value;
    }
}

export function isObject(value: Json | undefined): value is JsonObject {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WholeFloat);
}

export function isNumber(value: Json | undefined): value is number | bigint | WholeFloat {
    return typeof value === 'number' || typeof value === 'bigint' || value instanceof WholeFloat;
}

/** A number without a fraction, which was not written with one. */
export function isWhole(value: Json | undefined): value is number | bigint {
    return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** What compares as the number does, exactly. */
export function amountOf(value: number | bigint | WholeFloat): number | bigint {
    return value instanceof WholeFloat ? value.value : value;
}

/** A list's values. */
export function asList(value: Json): readonly Json[] | undefined {
    return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

/** Properties in the order of their names' bytes, in which peers hand objects to CouchDB. */
export function sortedEntries(value: JsonObject): [string, Json][] {
    return Object.entries(value).sort(([left], [right]) => compareUtf8(left, right));
}

/** JSON as Go writes it: properties in the order of their names, <, > and & escaped. */
export function canonicalJson(value: Json): string {
    if (typeof value === 'string') return quote(value);
    if (isNumber(value)) return numberText(value);
    if (isObject(value))
        return `{${sortedEntries(value)
            .map(([name, inner]) => `${quote(name)}:${canonicalJson(inner)}`)
            .join(',')}}`;
    const list = asList(value);
    return list === undefined ? wordOf(value) : `[${list.map(canonicalJson).join(',')}]`;
}

/** null, true or false; what else there is has been written otherwise. */
export function wordOf(value: Json): string {
    if (value === null) return 'null';
    return value === true ? 'true' : 'false';
}

const ESCAPED = /[<>&\u2028\u2029]/g;

function quote(text: string): string {
    return JSON.stringify(text).replace(ESCAPED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A number as CouchDB writes it. */
export function numberText(value: number | bigint | WholeFloat): string {
    if (!(value instanceof WholeFloat)) return String(value);
    const text = String(value.value);
    return text.includes('e') ? text : `${text}.0`;
}
