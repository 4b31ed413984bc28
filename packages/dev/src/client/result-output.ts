import { isUtf8 } from 'node:buffer';
import { toPrintable } from 'heddle/command';
import type { OutputForm } from '../input/call-options';
import { reformatJson } from './reformat-json';

/**
 * What is written of a transaction's result: `raw` is its bytes and nothing else, `json` one JSON value whatever it is. By
 * default the bytes, but on a terminal text that a person can read.
 */
export function toOutput(result: Uint8Array, form: OutputForm | undefined, isTerminal: boolean): Uint8Array {
    if (form === 'json') return Buffer.from(`${toJson(result)}\n`);
    if (form === 'raw' || !isTerminal || result.length === 0) return result;
    return Buffer.from(`${toReadableText(result)}\n`);
}

/** JSON unchanged, other text as a string, no bytes as null, and bytes that are not text as `{"base64": …}`. */
function toJson(bytes: Uint8Array): string {
    if (bytes.length === 0) return 'null';
    if (!isUtf8(bytes)) return JSON.stringify({ base64: Buffer.from(bytes).toString('base64') });
    const text = Buffer.from(bytes).toString();
    return reformatJson(text, 'lines') ?? JSON.stringify(text);
}

function toReadableText(bytes: Uint8Array): string {
    if (!isUtf8(bytes)) return `(${bytes.length} bytes that are not text: --output raw writes them unchanged)`;
    const text = Buffer.from(bytes).toString();
    return toPrintable(reformatJson(text, 'lines') ?? text);
}
