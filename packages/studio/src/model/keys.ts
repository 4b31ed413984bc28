import type { Key } from '../api';
import { shownText } from './shown-text';

const NULL = '\u0000';
const LAST = '\u{10ffff}';
const SEPARATOR = ' / ';

/** A key for reading: a composite one as `owner / Brad / asset1`. */
export function keyText({ text, parts }: Key): string {
    return (parts ?? [text]).map(shownText).join(SEPARATOR);
}

/** The parts of a composite key; undefined for a plain one. */
export function partsOf(key: string): string[] | undefined {
    if (!key.startsWith(NULL) || !key.endsWith(NULL)) return undefined;
    return key.slice(1, -1).split(NULL);
}

/**
 * What a prefix that somebody typed stands for: `owner / Brad /` for the composite keys that begin so, else itself.
 */
export function prefixOf(typed: string): string {
    if (!/\s\/(\s|$)/.test(typed)) return typed;
    const isOpen = !/\/\s*$/.test(typed);
    const parts = typed.split('/').map((part) => part.trim());
    if (!isOpen) parts.pop();
    return NULL + parts.join(NULL) + (isOpen ? '' : NULL);
}

/** The range of all keys that begin with a prefix: its end is not part of it. */
export function rangeOf(prefix: string): { readonly start: string; readonly end: string } {
    return { start: prefix, end: prefix === '' ? '' : prefix + LAST };
}

/** The bounds of a range query for a reader. */
export function rangeText(start: Key, end: Key): string {
    if (start.text === '' && end.text === '') return 'all keys';
    if (end.text === start.text + LAST) return `${keyText(withParts(start))}${SEPARATOR}…`.replace(/^ \/ /, '');
    return `${keyText(start)} … ${keyText(end)}`;
}

function withParts(key: Key): Key {
    if (!key.text.startsWith(NULL)) return key;
    return {
        ...key,
        parts: key.text
            .slice(1)
            .split(NULL)
            .filter((part) => part !== ''),
    };
}
