import type { Key } from '../api/value';
import { shownText } from './shown-text';

const NULL = '\u0000';
const LAST = '\u{10ffff}';
const SEPARATOR = ' / ';
/** What a chaincode's side sends for an empty beginning: composite keys are before it (fabric-chaincode-go, shim/stub.go). */
const FIRST_PLAIN = '\u0001';

/** A key for reading: a composite one as `owner / Brad / asset1`. */
export function keyText({ text, parts }: Key): string {
    return (parts ?? [text]).map(shownText).join(SEPARATOR);
}

/** The parts of a composite key; undefined for a plain one. */
export function partsOf(key: string): string[] | undefined {
    if (key.length < 2 || !key.startsWith(NULL) || !key.endsWith(NULL)) return undefined;
    return key.slice(1, -1).split(NULL);
}

/**
 * What a prefix that somebody typed stands for: `owner / Brad /` for the composite keys that begin so, else itself.
 */
export function prefixOf(typed: string): string {
    if (!/\s\/(\s|$)/.test(typed)) return typed;
    const isOpen = !/\s\/\s?$/.test(typed);
    // A slash without white space before and behind it is part of an attribute.
    const parts = typed.split(/\s\/(?:\s|$)/);
    if (!isOpen) parts.pop();
    return NULL + parts.join(NULL) + (isOpen ? '' : NULL);
}

/** The range of all keys that begin with a prefix: its end is not part of it. */
export function rangeOf(prefix: string): { readonly start: string; readonly end: string } {
    return { start: prefix, end: prefix === '' ? '' : prefix + LAST };
}

/** The bounds of a range query for a reader. */
export function rangeText(start: Key, end: Key): string {
    const isFromFirst = start.text === '' || start.text === FIRST_PLAIN;
    if (isFromFirst && end.text === '') return start.text === '' ? 'all keys' : 'all plain keys';
    if (end.text === start.text + LAST) return prefixText(start);
    return [...(isFromFirst ? [] : [keyText(start)]), '…', ...(end.text === '' ? [] : [keyText(end)])].join(' ');
}

/** `owner / Brad / …` for composite keys, `asset…` for others. */
function prefixText({ text }: Key): string {
    const parts = partsOf(text);
    return parts === undefined ? `${shownText(text)}…` : [...parts.map(shownText), '…'].join(SEPARATOR);
}
