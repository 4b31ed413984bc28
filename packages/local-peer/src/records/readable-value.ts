import { isUtf8 } from 'node:buffer';

/** What bytes of a ledger mean: the value of JSON, else the text of UTF-8, else the bytes themselves. */
export function readableValue(bytes: Buffer): unknown {
    if (!isUtf8(bytes)) return bytes;
    const text = bytes.toString();
    try {
        const value = JSON.parse(text) as unknown;
        // Digits that a double does not hold stay text.
        return typeof value === 'number' && String(value) !== text ? text : value;
    } catch {
        return text;
    }
}

const LONGEST = 300;

/** Bytes on one line, for a message. */
export function shownBytes(bytes: Buffer): string {
    const text = isUtf8(bytes) ? bytes.toString() : `0x${bytes.toString('hex')}`;
    const shown = text === '' ? 'nothing' : text;
    return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
