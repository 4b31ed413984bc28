import { types } from 'node:util';

/** Makes the value of a payload by what was returned, where no type is declared: JSON alone would take '1' for 1. */
export function decodeAsReturned(payload: Buffer, returned: unknown): unknown {
    const text = payload.toString();
    if (returned === undefined) return undefined;
    if (typeof returned === 'string') return text;
    if (typeof returned === 'bigint') return BigInt(text);
    if (types.isUint8Array(returned)) return payload;
    return types.isDate(returned) ? new Date(text) : (JSON.parse(text) as unknown);
}
