import type { Expiry, LedgerStore, PrivateKey, PrivateWriteChange, PrivateWrites } from '../ledger/ledger-store';
import { hashKey, hashOf } from '../records/private-namespaces';
import type { CollectionHashes, PrivateWriteSet } from '../records/read-write-set';
import type { Version } from '../records/version';

/** A change of one place: what is there after it, and by which keys it was to be found before the block. */
interface Change extends PrivateWrites {
    readonly isGone: boolean;
    readonly known: readonly string[];
}

/** What is kept of private writes. */
export type KeptWrites = Pick<LedgerStore, 'privateWrites' | 'privateWritesOf'>;

/**
 * What a block does to the private writes that the ledger keeps by transaction: adds its own, takes keys that it purges
 * out of all that were written before, and drops what expires with it (fabric, core/ledger/pvtdatastorage/store.go).
 */
export class PrivateWriteChanges {
    readonly #store: KeptWrites;
    readonly #changes = new Map<string, Change>();

    constructor(store: KeptWrites) {
        this.#store = store;
    }

    /** What a transaction has written to a collection. */
    add(at: Version, set: PrivateWriteSet): void {
        this.#change({ ...set, at, isGone: false, known: [] });
    }

    /** What a valid transaction purges in a collection; its own writes are there already. */
    async purge(namespace: string, { name: collection, writes }: CollectionHashes): Promise<void> {
        for (const { keyHash, isPurge } of writes)
            if (isPurge) await this.#purge({ namespace, collection, keyHash: hashKey(keyHash) });
    }

    /** Of one block all writes to a collection expire together. */
    async expire(expiries: readonly Expiry[]): Promise<void> {
        for (const { written, keys } of expiries) {
            const collections = new Set(keys.map(({ namespace, collection }) => idOfCollection(namespace, collection)));
            const stored = await this.#store.privateWrites(written);
            const expired = stored.filter((one) => collections.has(idOfCollection(one.namespace, one.collection)));
            for (const writes of expired) this.#change({ ...writes, isGone: true, known: keyHashesOf(writes) });
        }
    }

    toUpdates(): PrivateWriteChange[] {
        return Array.from(this.#changes.values(), ({ isGone, known, ...set }) => {
            const { at, namespace, collection } = set;
            const indexed = isGone ? [] : keyHashesOf(set);
            const forgotten = known.filter((keyHash) => !indexed.includes(keyHash));
            return { at, namespace, collection, set: isGone ? undefined : set, indexed, forgotten };
        });
    }

    /** The purge's own write is taken out as well: nothing is left but that there was a write. */
    async #purge(key: PrivateKey): Promise<void> {
        const { namespace, collection, keyHash } = key;
        const places = (await this.#store.privateWritesOf(key)).map((at) => ({ at, namespace, collection }));
        const pending = [...this.#changes.values()].filter((one) => sameCollection(one, key));
        for (const place of [...places, ...pending]) {
            const change = await this.#find(place);
            if (change === undefined) continue;
            this.#change({ ...change, writes: change.writes.filter((write) => keyHashOf(write.key) !== keyHash) });
        }
    }

    async #find(place: Pick<PrivateWrites, 'at' | 'namespace' | 'collection'>): Promise<Change | undefined> {
        const changed = this.#changes.get(idOf(place));
        if (changed !== undefined) return changed;
        const stored = await this.#store.privateWrites(place.at.blockNumber);
        const found = stored.find((one) => idOf(one) === idOf(place));
        return found && { ...found, isGone: false, known: keyHashesOf(found) };
    }

    #change(change: Change): void {
        this.#changes.set(idOf(change), change);
    }
}

function keyHashesOf({ writes }: PrivateWriteSet): string[] {
    return writes.map(({ key }) => keyHashOf(key));
}

function keyHashOf(key: string): string {
    return hashKey(hashOf(key));
}

function sameCollection(left: PrivateWriteSet, right: Omit<PrivateKey, 'keyHash'>): boolean {
    return left.namespace === right.namespace && left.collection === right.collection;
}

function idOfCollection(namespace: string, collection: string): string {
    return `${namespace} ${collection}`;
}

function idOf({ at, namespace, collection }: Pick<PrivateWrites, 'at' | 'namespace' | 'collection'>): string {
    return `${at.blockNumber} ${at.txNumber} ${idOfCollection(namespace, collection)}`;
}
