import { isUtf8 } from 'node:buffer';
import type { Bytes, Key } from '@heddle/studio';
import { partsOf } from '@heddle/studio';

/** Of a larger value, the page asks for the rest when somebody wants it. */
const MOST_SHOWN = 16 * 1024;

/** Bytes for the page: text where they are text, else base64; large ones by their beginning. */
export function bytesOf(value: Uint8Array, most = MOST_SHOWN): Bytes {
    const size = value.length;
    const shown = Buffer.from(value.subarray(0, size > most ? cutAt(value, most) : size));
    const isText = isUtf8(shown) && !shown.includes(0);
    return {
        size,
        ...(isText ? { text: shown.toString() } : { base64: shown.toString('base64') }),
        ...(shown.length < size && { cut: true as const }),
    };
}

/** Not within a character of UTF-8. */
function cutAt(value: Uint8Array, most: number): number {
    let end = most;
    while (end > most - 4 && ((value[end] ?? 0) & 0xc0) === 0x80) end--;
    return end;
}

export function keyOf(text: string): Key {
    const parts = partsOf(text);
    return { text, ...(parts !== undefined && { parts }) };
}

export function versionText(version: { readonly blockNumber: bigint; readonly txNumber: bigint }): string {
    return `${version.blockNumber}.${version.txNumber}`;
}
