import { isUtf8 } from 'node:buffer';
import type { Bytes, Key } from '@heddle/studio';
import { partsOf } from '@heddle/studio';
import { cutAt, fullSize } from './kept-value';

/** Of a larger value, the page asks for the rest when somebody wants it. */
const MOST_SHOWN = 16 * 1024;

/** Where a whole value is, for who has its beginning: what it is of, then names and numbers. */
export type Reference = readonly string[];

/** Bytes for the page: text where they are text, else base64; large ones by their beginning, with where the rest is. */
export function bytesOf(value: Uint8Array, reference?: Reference, most = MOST_SHOWN): Bytes {
    const size = fullSize(value);
    const shown = Buffer.from(value.subarray(0, value.length > most ? cutAt(value, most) : value.length));
    const isText = isUtf8(shown) && !shown.includes(0);
    const isCut = shown.length < size;
    return {
        size,
        ...(isText ? { text: shown.toString() } : { base64: shown.toString('base64') }),
        ...(isCut && { cut: true as const }),
        ...(isCut && reference !== undefined && { of: JSON.stringify(reference) }),
        ...(reference === undefined && value.length < size && { isLost: true as const }),
    };
}

/** The same of a value that only the recorder has: where its beginning alone is kept, nobody has the rest. */
export function keptBytesOf(value: Uint8Array, reference: Reference): Bytes {
    return bytesOf(value, value.length < fullSize(value) ? undefined : reference);
}

export function keyOf(text: string): Key {
    const parts = partsOf(text);
    return { text, ...(parts !== undefined && { parts }) };
}

export function versionText(version: { readonly blockNumber: bigint; readonly txNumber: bigint }): string {
    return `${version.blockNumber}.${version.txNumber}`;
}
