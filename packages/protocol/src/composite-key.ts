import { ProtocolError } from './errors';

/**
 * Composite keys: U+0000, the object type, U+0000, then each attribute with a U+0000 behind it. The leading U+0000
 * keeps them out of ranges of simple keys (fabric-chaincode-go, shim/stub.go).
 */

const SEPARATOR = '\u0000';
const LAST_CHARACTER = '\u{10ffff}';

/** Where a range over simple keys begins: just behind all composite keys. */
export const FIRST_SIMPLE_KEY = '\u0001';

/** A composite key, taken apart. */
export interface CompositeKey {
    readonly objectType: string;
    readonly attributes: string[];
}

/** Keys from `startKey` up to and without `endKey`. */
export interface KeyRange {
    readonly startKey: string;
    readonly endKey: string;
}

/**
 * Joins an object type and attributes to a key.
 * @throws ProtocolError INVALID_COMPOSITE_KEY for an empty object type, and for anything that is not a string, is not
 * valid Unicode, or contains U+0000 or U+10FFFF: such keys could not be split, or would fall out of their range.
 */
export function createCompositeKey(objectType: string, attributes: readonly string[]): string {
    checkPart('the object type', objectType);
    if (objectType === '') throw invalid('the object type must not be empty');
    if (!Array.isArray(attributes)) throw invalid('the attributes must be an array of strings');
    let key = SEPARATOR + objectType + SEPARATOR;
    // Not forEach, which passes over the holes of an array.
    for (const [index, attribute] of (attributes as readonly string[]).entries()) {
        checkPart(`attribute ${index + 1} of object type '${objectType}'`, attribute);
        key += attribute + SEPARATOR;
    }
    return key;
}

/**
 * Takes a composite key apart. The object type may be empty, as in keys that were made with the Go shim.
 * @throws ProtocolError INVALID_COMPOSITE_KEY where the key is a simple one, or one cut short.
 */
export function splitCompositeKey(key: string): CompositeKey {
    if (!isCompositeKey(key)) throw noCompositeKey(key, 'begin');
    const parts = key.slice(SEPARATOR.length).split(SEPARATOR);
    const behindLast = parts.pop();
    const [objectType, ...attributes] = parts;
    if (behindLast !== '' || objectType === undefined) throw noCompositeKey(key, 'end');
    return { objectType, attributes };
}

export function isCompositeKey(key: string): boolean {
    return key.startsWith(SEPARATOR);
}

/** The range of all composite keys that begin with this object type and these attributes. */
export function compositeKeyRange(objectType: string, attributes: readonly string[]): KeyRange {
    const startKey = createCompositeKey(objectType, attributes);
    return { startKey, endKey: startKey + LAST_CHARACTER };
}

/** The range of all composite keys there are. */
export function allCompositeKeys(): KeyRange {
    return { startKey: SEPARATOR, endKey: FIRST_SIMPLE_KEY };
}

function checkPart(what: string, part: unknown): void {
    if (typeof part !== 'string')
        throw invalid(`${what} must be a string, not ${part === null ? 'null' : typeof part}`);
    if (/\p{Surrogate}/u.test(part)) throw invalid(`${what} is not valid Unicode: it has a lone surrogate`);
    if (part.includes(SEPARATOR)) throw invalid(`${what} contains U+0000, which separates the parts of a key`);
    if (part.includes(LAST_CHARACTER)) throw invalid(`${what} contains U+10FFFF, which ends a range of keys`);
}

function noCompositeKey(key: string, where: 'begin' | 'end'): ProtocolError {
    // As JSON, so that one sees its U+0000.
    return invalid(`${JSON.stringify(key)} is not a composite key: it does not ${where} with U+0000`);
}

function invalid(message: string): ProtocolError {
    return new ProtocolError('INVALID_COMPOSITE_KEY', message);
}
