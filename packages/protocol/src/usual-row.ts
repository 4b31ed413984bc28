import type { Buffer } from 'node:buffer';
import type { KeyValue } from './query-page';
import { EMPTY, WireType } from './wire';

/** Reads a row between two places of a page; undefined for one of another form, which its codec is for. */
export type UsualRow<T> = (page: Buffer, start: number, end: number) => T | undefined;

const NAMESPACE_TAG = tag(1);
const KEY_TAG = tag(2);
const VALUE_TAG = tag(3);

/** Up to this many characters, a loop is faster than a call into Node. */
const SHORT_TEXT = 16;

/**
 * Makes the reader of rows as peers write them: namespace, key and value, each once and in this order, the names in ASCII.
 * It is a codec taken apart for the one message of which a transaction reads thousands.
 */
export function usualKeyValue(): UsualRow<KeyValue> {
    /** All rows of a query have the same namespace. */
    let namespace = '';
    const cursor = new LengthReader();

    return (page, start, end) => {
        const nameEnd = cursor.read(page, NAMESPACE_TAG, start);
        const nameStart = cursor.at;
        const keyEnd = cursor.read(page, KEY_TAG, nameEnd);
        const keyStart = cursor.at;
        const valueEnd = cursor.read(page, VALUE_TAG, keyEnd);
        const valueStart = cursor.at;
        // The first one that is amiss makes all behind it so.
        if (valueEnd !== end) return undefined;
        if (!isSame(page, nameStart, nameEnd, namespace)) {
            const name = asciiText(page, nameStart, nameEnd);
            if (name === undefined) return undefined;
            namespace = name;
        }
        const key = asciiText(page, keyStart, keyEnd);
        if (key === undefined) return undefined;
        return { namespace, key, value: valueStart === end ? EMPTY : page.subarray(valueStart, end) };
    };
}

/** Reads the tag of a field and its length. */
export class LengthReader {
    /** Behind the length that was read last. */
    at = 0;

    /** Where the field ends that begins at a place; NaN where there is another one, or a length of more than three bytes. */
    read(page: Buffer, expected: number, start: number): number {
        this.at = start + 2;
        if (page[start] !== expected) return NaN;
        const first = page[start + 1] ?? NaN;
        if (first < 0x80) return this.at + first;
        const second = page[this.at++] ?? NaN;
        if (second < 0x80) return this.at + ((first & 0x7f) | (second << 7));
        const third = page[this.at++] ?? NaN;
        if (third < 0x80) return this.at + ((first & 0x7f) | ((second & 0x7f) << 7) | (third << 14));
        return NaN;
    }
}

function tag(field: number): number {
    return (field << 3) | WireType.BYTES;
}

function isSame(page: Buffer, start: number, end: number, text: string): boolean {
    if (end - start !== text.length) return false;
    for (let index = 0; index < text.length; index++) if (page[start + index] !== text.charCodeAt(index)) return false;
    return true;
}

/** The text of bytes that are all ASCII. */
function asciiText(page: Buffer, start: number, end: number): string | undefined {
    if (end - start <= SHORT_TEXT) return shortText(page, start, end);
    for (let index = start; index < end; index++) if ((page[index] ?? NOT_ASCII) >= NOT_ASCII) return undefined;
    return page.toString('latin1', start, end);
}

function shortText(page: Buffer, start: number, end: number): string | undefined {
    let text = '';
    for (let index = start; index < end; index++) {
        const byte = page[index] ?? NOT_ASCII;
        if (byte >= NOT_ASCII) return undefined;
        text += String.fromCharCode(byte);
    }
    return text;
}

const NOT_ASCII = 0x80;
