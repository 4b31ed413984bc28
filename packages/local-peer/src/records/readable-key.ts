import { isCompositeKey, splitCompositeKey } from '@heddle/protocol';

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
