import { isUtf8 } from 'node:buffer';
import { readableKey } from '@heddle/local-peer/internal';
import {
    type DescribedKeys,
    isCompositeKey,
    type KeyModification,
    type KeyPlace,
    splitCompositeKey,
    toDate,
} from '@heddle/protocol';
import { reformatJson } from '../client/reformat-json';
import { showBytes, showText } from '../dev/output/shown-value';
import type { LedgerEntry } from './ledger-client';

/** How keys are written: for people, or as a line of JSON for programs. */
export type LineForm = 'text' | 'json';

const TX_ID_SHOWN = 12;

/** A key as people read it: a row as its contract calls it, a composite key as its type and parts. */
export function shownKey(key: string, keys: DescribedKeys | undefined, place: KeyPlace): string {
    return showText(keys?.read(key, place)?.text ?? readableKey(key), Infinity);
}

/** A committed key on one line. */
export function toEntryLine(
    { key, value, blockNumber, txNumber }: LedgerEntry,
    {
        form,
        keys,
        collection,
    }: { readonly form: LineForm; readonly keys: DescribedKeys | undefined; readonly collection: string | undefined },
): string {
    const place = { collection, value };
    if (form === 'text') return `${shownKey(key, keys, place)} = ${showBytes(value)}\n`;
    const row = keys?.read(key, place)?.text;
    const head = {
        key,
        ...(isCompositeKey(key) && { composite: compositeOf(key) }),
        ...(row !== undefined && { row }),
    };
    return withValue(head, value, { blockNumber: Number(blockNumber), txNumber: Number(txNumber) });
}

/** A version of a key on one line. */
export function toVersionLine({ txId, timestamp, isDelete, value }: KeyModification, form: LineForm): string {
    const time = toDate(timestamp ?? { seconds: 0n, nanos: 0 }).toISOString();
    if (form === 'text') return `${time} ${txId.slice(0, TX_ID_SHOWN)} ${isDelete ? 'deleted' : showBytes(value)}\n`;
    if (isDelete) return `${JSON.stringify({ txId, time, isDelete })}\n`;
    return withValue({ txId, time, isDelete }, value, {});
}

function compositeOf(key: string): string[] {
    const { objectType, attributes } = splitCompositeKey(key);
    return [objectType, ...attributes];
}

/** Values of JSON keep all digits of their numbers; other text is a string, and what is no text is `valueHex`. */
function withValue(head: object, value: Buffer, tail: object): string {
    if (!isUtf8(value)) return `${JSON.stringify({ ...head, valueHex: value.toString('hex'), ...tail })}\n`;
    const text = value.toString();
    const json = reformatJson(text, 'one line') ?? JSON.stringify(text);
    const rest = JSON.stringify(tail).slice(1);
    return `${JSON.stringify(head).slice(0, -1)},"value":${json}${rest === '}' ? '}' : `,${rest}`}\n`;
}
