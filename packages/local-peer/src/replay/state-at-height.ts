import type { KeyModification } from '@heddle/protocol';
import type { Scan, StateEntry, StateReader } from '../ledger/ledger-store';
import { collectionOfValues, hashesOf, hashKey, hashOf } from '../records/private-namespaces';
import { compareUtf8 } from '../records/utf8-order';
import { sameVersion, type VersionedValue } from '../records/version';
import type { VersionedState } from './versioned-state';

/**
 * The state as it was after a block, for a simulation. Of private data, the hashes count: a value that does not belong
 * to its hash is not there, as at a peer that has missed it.
 */
export class StateAtHeight implements StateReader {
    readonly #state: VersionedState;
    readonly #block: bigint;
    readonly #onMissingValue: (collection: string) => void;

    /** @param onMissingValue is told of each private value that exists, and that nobody has given */
    constructor(state: VersionedState, block: bigint, onMissingValue: (collection: string) => void = () => undefined) {
        this.#state = state;
        this.#block = block;
        this.#onMissingValue = onMissingValue;
    }

    state(namespace: string, key: string): Promise<VersionedValue | undefined> {
        return Promise.resolve(this.#value(namespace, key));
    }

    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry> {
        if (collectionOfValues(namespace) !== undefined) this.#lookForMissing(namespace);
        let last: string | undefined;
        const next = (): StateEntry | undefined => {
            for (;;) {
                const key = this.#state.keyAfter(namespace, last ?? startKey, last === undefined);
                if (key === undefined || (endKey !== '' && compareUtf8(key, endKey) >= 0)) return undefined;
                last = key;
                const value = this.#value(namespace, key);
                if (value !== undefined) return { key, ...value };
            }
        };
        return { next: () => Promise.resolve(next()), close: () => Promise.resolve() };
    }

    history(namespace: string, key: string): Scan<KeyModification> {
        const rows = this.#state.history(namespace, key, this.#block);
        return { next: () => Promise.resolve(rows.shift()), close: () => Promise.resolve() };
    }

    #value(namespace: string, key: string): VersionedValue | undefined {
        const value = this.#state.entry(namespace, key, this.#block)?.value;
        const place = collectionOfValues(namespace);
        if (place === undefined) return value;
        const hash = this.#state.entry(hashesOf(...place), hashKey(hashOf(key)), this.#block)?.value;
        if (hash === undefined || sameVersion(hash.version, value?.version)) return hash && value;
        this.#onMissingValue(place[1]);
        return undefined;
    }

    /** Whether there are hashes of values that nobody has given: a range would have had those. */
    #lookForMissing(namespace: string): void {
        const place = collectionOfValues(namespace);
        if (place === undefined) return;
        const known = new Set<string>();
        for (let key = this.#state.keyAfter(namespace, '', true); key !== undefined;) {
            if (this.#value(namespace, key) !== undefined) known.add(hashKey(hashOf(key)));
            key = this.#state.keyAfter(namespace, key, false);
        }
        const hashes = hashesOf(...place);
        for (let key = this.#state.keyAfter(hashes, '', true); key !== undefined;) {
            const isThere = this.#state.entry(hashes, key, this.#block)?.value !== undefined;
            if (isThere && !known.has(key)) this.#onMissingValue(place[1]);
            key = this.#state.keyAfter(hashes, key, false);
        }
    }
}
