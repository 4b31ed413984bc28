import type { Bytes } from '../api/value';
import { type JsonLine, jsonLines, textOf } from './json-lines';
import { type DiffLine, diffLines } from './line-diff';

/** Larger values are not laid out. */
export const MOST_FORMATTED = 1024 * 1024;
/** Of bytes one by one: each sixteen are a line of the document. */
const MOST_BYTES = 256 * 1024;
/** Of bytes that differ. */
const MOST_HEX = 256;
const HEX_LINE = 16;

/** How a value of a ledger is shown. */
export type ValueView =
    | { readonly kind: 'nothing' }
    | { readonly kind: 'json'; readonly lines: readonly JsonLine[] }
    | { readonly kind: 'text'; readonly lines: readonly string[] }
    | { readonly kind: 'hex'; readonly lines: readonly string[] };

export function viewOf(value: Bytes | undefined): ValueView {
    if (value === undefined || value.size === 0) return { kind: 'nothing' };
    if (value.text === undefined) return { kind: 'hex', lines: hexLines(bytesOf(value.base64 ?? '')) };
    const json = value.size > MOST_FORMATTED || value.cut === true ? undefined : jsonLines(value.text);
    return json === undefined ? { kind: 'text', lines: value.text.split('\n') } : { kind: 'json', lines: json };
}

/** What a value is, for people. */
export function kindText(value: Bytes): string {
    return { nothing: 'nothing', json: 'JSON', text: 'text', hex: 'bytes' }[viewOf(value).kind];
}

/** The same value, to be shown as its bytes. */
function asHex({ text = '', base64, ...value }: Bytes): Bytes {
    return { ...value, base64: base64 ?? base64Of(new TextEncoder().encode(text)) };
}

/** Of a value, what is to be shown, and whether that is all of it. */
export interface ShownBytes {
    readonly value: Bytes;
    readonly isWhole: boolean;
}

/** A value as it is or as its bytes, all of it where that was loaded. The bytes of a larger one are shown by the beginning. */
export function shownAs(
    of: Bytes,
    { whole, isHex }: { readonly whole: Bytes | undefined; readonly isHex: boolean },
): ShownBytes {
    if (!isHex) return { value: whole ?? of, isWhole: whole !== undefined };
    if (whole === undefined || whole.size > MOST_BYTES) return { value: asHex(of), isWhole: false };
    return { value: asHex(whole), isWhole: true };
}

/** A value that has come as bytes, as one that has come within an answer. */
export function bytesFrom(bytes: Uint8Array): Bytes {
    const text = decoded(bytes);
    if (text !== undefined) return { size: bytes.length, text };
    return { size: bytes.length, base64: base64Of(bytes) };
}

function base64Of(bytes: Uint8Array): string {
    return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
}

/** Undefined where it is no text. */
function decoded(bytes: Uint8Array): string | undefined {
    if (bytes.includes(0)) return undefined;
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        return undefined;
    }
}

/** A line of a value with what became of it. */
export interface ChangedLine {
    readonly sign: ' ' | '-' | '+';
    readonly depth: number;
    readonly json?: JsonLine;
    readonly text: string;
}

/** What changed from one value to another: by lines of JSON where both are, else by lines of text or of hexadecimal. */
export function changedLines(before: Bytes | undefined, after: Bytes | undefined): ChangedLine[] {
    const [old, young] = [viewOf(before), viewOf(after)];
    if (old.kind === 'json' && young.kind === 'json')
        // A comma that comes or goes with a neighbour is no change of a member.
        return diffLines(old.lines, young.lines, (line) => `${line.depth} ${textOf(line).replace(/,$/, '')}`).map(
            jsonLine,
        );
    if (before?.base64 !== undefined && after?.base64 !== undefined)
        return changedHex(bytesOf(before.base64), bytesOf(after.base64)).map(plainLine);
    return diffLines(plainLines(before), plainLines(after), String).map(plainLine);
}

/** From the line with the first byte that differs on: what is the same before it can be long. */
function changedHex(before: Uint8Array, after: Uint8Array): DiffLine<string>[] {
    const first = after.findIndex((byte, index) => byte !== before[index]);
    const start = Math.floor((first === -1 ? after.length : first) / HEX_LINE) * HEX_LINE;
    return diffLines(hexLines(before, start), hexLines(after, start), String);
}

function jsonLine({ sign, line }: DiffLine<JsonLine>): ChangedLine {
    return { sign, depth: line.depth, json: line, text: textOf(line) };
}

function plainLine({ sign, line }: DiffLine<string>): ChangedLine {
    return { sign, depth: 0, text: line };
}

function plainLines(value: Bytes | undefined): readonly string[] {
    const view = viewOf(value);
    if (view.kind === 'nothing') return [];
    return view.kind === 'json' ? view.lines.map((line) => '    '.repeat(line.depth) + textOf(line)) : view.lines;
}

function bytesOf(base64: string): Uint8Array {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** All of it, or so much from a place on. */
function hexLines(all: Uint8Array, start?: number): string[] {
    const bytes = start === undefined ? all : all.subarray(start, start + MOST_HEX);
    const lines: string[] = [];
    for (let from = 0; from < bytes.length; from += HEX_LINE)
        lines.push(Array.from(bytes.subarray(from, from + HEX_LINE), hexOf).join(' '));
    return lines;
}

function hexOf(byte: number): string {
    return byte.toString(16).padStart(2, '0');
}

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** A size for people: `61 bytes`, `1.2 MB`. */
export function sizeText(size: number): string {
    if (size === 1) return '1 byte';
    // 999,600 bytes are 1.0 MB, not 1000 KB.
    const power = size < 1000 ? 0 : size < 999_500 ? 1 : size < 999_500_000 ? 2 : 3;
    const amount = size / 1000 ** power;
    return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[power] ?? ''}`;
}
