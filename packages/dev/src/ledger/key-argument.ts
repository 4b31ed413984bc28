import { compositeKeyRange, createCompositeKey, ProtocolError } from '@heddle/protocol';
import { ConfigurationError } from 'heddle/command';

/** Keys from one up to and without another one; an empty end is no end. */
export interface KeyRange {
    readonly startKey: string;
    readonly endKey: string;
}

/** What an argument that names a key is made of. */
export type KeyWords = readonly [string, ...string[]];

/** `color(red, c1)`, as composite keys are shown. */
const SHOWN = /^([^()]+)\((.*)\)$/s;
const LAST_CHARACTER = '\u{10ffff}';

/**
 * The keys that words on a command line can mean, the likeliest first: one word is a key as it is, or a composite one as it
 * is shown; several are the type and the parts of a composite one.
 *
 * @throws ConfigurationError for what no key can have
 */
export function keysOf([first, ...parts]: KeyWords): string[] {
    if (parts.length > 0) return [composite(first, parts)];
    const shown = partsOf(first);
    return shown === undefined ? [first] : [first, composite(...shown)];
}

/**
 * The ranges that words on a command line can mean: all keys where there are none; one word is what simple keys begin with,
 * and the type of composite ones; several are a type and the first parts.
 *
 * @throws ConfigurationError for what no key can have
 */
export function rangesOf(words: readonly string[]): KeyRange[] {
    const [first = '', ...parts] = words;
    if (first === '') return [{ startKey: '', endKey: '' }];
    const shown = parts.length > 0 ? undefined : partsOf(first);
    if (shown !== undefined) return [compositeRange(...shown)];
    if (parts.length > 0) return [compositeRange(first, parts)];
    return [compositeRange(first, []), { startKey: first, endKey: first + LAST_CHARACTER }];
}

/** The rows of the type that a text names which may be shown so: `lot(f1, 7)`. Undefined where it names none. */
export function rangeOfType([first, ...parts]: KeyWords): KeyRange | undefined {
    const [type] = (parts.length === 0 ? partsOf(first) : undefined) ?? [];
    return type === undefined ? undefined : compositeRange(type, []);
}

function partsOf(shown: string): [type: string, parts: string[]] | undefined {
    const [, type, inner] = SHOWN.exec(shown) ?? [];
    if (type === undefined || inner === undefined) return undefined;
    return [type, inner === '' ? [] : inner.split(', ')];
}

function composite(type: string, parts: readonly string[]): string {
    return sayingWhere(() => createCompositeKey(type, parts));
}

function compositeRange(type: string, parts: readonly string[]): KeyRange {
    return sayingWhere(() => compositeKeyRange(type, parts));
}

function sayingWhere<T>(make: () => T): T {
    try {
        return make();
    } catch (error) {
        if (!ProtocolError.is(error)) throw error;
        throw new ConfigurationError(`the key cannot be one of the ledger: ${error.message}`, { cause: error });
    }
}
