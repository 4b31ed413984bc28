import { types } from 'node:util';
import type { Parsed, TextScalar } from './scalar';

/** Parses standard base64 with padding, whose unused bits are 0, so that bytes have one text only. */
function parseBase64(text: string): Parsed<Buffer> {
    // Decoding passes over what is not base64: then the text does not come back.
    const value = Buffer.from(text, 'base64');
    return value.toString('base64') === text ? { value } : { expected: 'bytes in base64' };
}

function writeBase64({ buffer, byteOffset, byteLength }: Uint8Array): string {
    return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Bytes, which are read as a Buffer. */
export const bytesScalar: TextScalar<Uint8Array> = {
    names: ['Uint8Array', 'Buffer'],
    constructors: [Uint8Array, Buffer],
    validators: [],
    is: types.isUint8Array,
    parse: undefined,
    json: { expected: 'bytes in base64', parse: parseBase64, write: writeBase64 },
    schema: { type: 'string', format: 'byte' },
};
