import type { ExpiringKey, Expiry, LedgerStore } from '../ledger/ledger-store';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import type { CollectionHashes, PrivateWriteSet } from '../records/read-write-set';
import type { BlockChanges } from './block-changes';

/** Finds how long a collection keeps its values; undefined where there is no such collection. */
export interface Lifetimes {
    find(namespace: string, name: string): { readonly blockToLive: number } | undefined;
}

/** What of a block's private data expires, and when; kept from the first write to the commit of the block. */
export class ExpiryPlan {
    readonly #number: bigint;
    readonly #collections: Lifetimes;
    readonly #byBlock = new Map<bigint, Map<string, ExpiringKey>>();

    constructor(number: bigint, collections: Lifetimes) {
        this.#number = number;
        this.#collections = collections;
    }

    /** A value written in block n with k blocks to live goes with block n + k + 1 (fabric, btlpolicy.go). */
    add(namespace: string, hashes: CollectionHashes, values: PrivateWriteSet | undefined): void {
        const { blockToLive = 0 } = this.#collections.find(namespace, hashes.name) ?? {};
        if (blockToLive === 0) return;
        const at = this.#number + BigInt(blockToLive) + 1n;
        const keys = this.#byBlock.get(at) ?? new Map<string, ExpiringKey>();
        this.#byBlock.set(at, keys);
        const known = new Map(keysOf(values).map((key) => [hashKey(hashOf(key)), key]));
        for (const hash of [...hashes.writes, ...hashes.metadataWrites]) {
            const keyHash = hashKey(hash.keyHash);
            const key = known.get(keyHash) ?? '';
            keys.set(JSON.stringify([namespace, hashes.name, keyHash]), {
                namespace,
                collection: hashes.name,
                keyHash,
                key,
            });
        }
    }

    toExpiries(): Expiry[] {
        return Array.from(this.#byBlock, ([at, keys]) => ({ at, written: this.#number, keys: [...keys.values()] }));
    }
}

/**
 * Deletes what expires with a block, where nothing newer has come in its place: after the block's transactions, which
 * may still read it (fabric, pvtstatepurgemgmt/purge_mgr.go).
 */
export async function expire(
    expiries: readonly Expiry[],
    store: Pick<LedgerStore, 'state'>,
    changes: BlockChanges,
): Promise<void> {
    for (const { written, keys } of expiries) {
        for (const { namespace, collection, keyHash, key } of keys) {
            await expireKey({ namespace: hashesOf(namespace, collection), key: keyHash, written }, store, changes);
            await expireKey({ namespace: valuesOf(namespace, collection), key, written }, store, changes);
        }
    }
}

async function expireKey(
    { namespace, key, written }: { readonly namespace: string; readonly key: string; readonly written: bigint },
    store: Pick<LedgerStore, 'state'>,
    changes: BlockChanges,
): Promise<void> {
    if (changes.has(namespace, key)) return;
    const stored = await store.state(namespace, key);
    if (stored?.version.blockNumber === written) changes.remove(namespace, key);
}

function keysOf(values: PrivateWriteSet | undefined): string[] {
    return values === undefined ? [] : [...values.writes.map(({ key }) => key), ...values.metadataKeys];
}
