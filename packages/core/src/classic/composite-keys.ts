/** Composite keys to the letter as fabric-shim makes them: some of what it lets pass, Heddle's own stub refuses. */

const NAMESPACE = '\u0000';
const LAST = '\u{10ffff}';

/** @throws Error in fabric-shim's words, for parts that are empty or no text */
export function createClassicKey(objectType: unknown, attributes: unknown): string {
    const type = checkedPart(objectType);
    if (!Array.isArray(attributes)) throw new Error('attributes must be an array');
    const parts = attributes.map((attribute) => `${checkedPart(attribute)}${NAMESPACE}`);
    return `${NAMESPACE}${type}${NAMESPACE}${parts.join('')}`;
}

function checkedPart(part: unknown): string {
    if (typeof part === 'string' && part !== '') return part;
    throw new Error('object type or attribute not a non-zero length string');
}

/** The parts of a composite key; of other keys, nothing. */
export function splitClassicKey(key: unknown): { objectType: string | null; attributes: string[] } {
    if (typeof key !== 'string' || key.length < 2 || !key.startsWith(NAMESPACE))
        return { objectType: null, attributes: [] };
    const [objectType = '', ...parts] = key.slice(1).split(NAMESPACE);
    // Behind the last separator there is nothing.
    return { objectType, attributes: parts.slice(0, -1) };
}

/** The range of all keys that begin with a composite key. */
export function rangeBehind(key: string): { startKey: string; endKey: string } {
    return { startKey: key, endKey: key + LAST };
}

/**
 * A range of simple keys, from whatever fabric-shim takes for none.
 * @throws Error in fabric-shim's words, for keys of composite ones' namespace
 */
export function simpleRange(startKey: unknown, endKey: unknown): { startKey: string; endKey: string } {
    for (const key of [startKey, endKey]) {
        if (typeof key === 'string' && key.startsWith(NAMESPACE)) {
            throw new Error(`first character of the key [${key}] contains a null character which is not allowed`);
        }
    }
    return openRange(startKey, endKey);
}

/** A range of any keys. */
export function openRange(startKey: unknown, endKey: unknown): { startKey: string; endKey: string } {
    return { startKey: textOr('\u0001', startKey), endKey: textOr('', endKey) };
}

function textOr(otherwise: string, key: unknown): string {
    return typeof key === 'string' && key !== '' ? key : otherwise;
}
