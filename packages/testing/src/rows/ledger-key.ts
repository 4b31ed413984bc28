import { createCompositeKey } from '@heddle/protocol';

/** A key of the ledger: a simple one as text, a composite one as its object type and attributes. */
export type LedgerKey = string | readonly [objectType: string, ...attributes: string[]];

/** The key as the ledger has it. */
export function encodeKey(key: LedgerKey): string {
    if (typeof key === 'string') return key;
    const [objectType, ...attributes] = key;
    return createCompositeKey(objectType, attributes);
}
