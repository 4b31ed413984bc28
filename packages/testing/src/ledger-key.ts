import { createCompositeKey, isCompositeKey, splitCompositeKey } from '@heddle/protocol';

/** A key of the ledger: a simple one as text, a composite one as its object type and attributes. */
export type LedgerKey = string | readonly [objectType: string, ...attributes: string[]];

/** The key as the ledger has it. */
export function encodeKey(key: LedgerKey): string {
    if (typeof key === 'string') return key;
    const [objectType, ...attributes] = key;
    return createCompositeKey(objectType, attributes);
}

/** The key for a reader: `color~name(red, a1)` for a composite one. */
export function readableKey(key: string): string {
    if (!isCompositeKey(key)) return key;
    try {
        const { objectType, attributes } = splitCompositeKey(key);
        return `${objectType}(${attributes.join(', ')})`;
    } catch {
        // The beginning of a composite key, as in the bounds of a query.
        return JSON.stringify(key);
    }
}
