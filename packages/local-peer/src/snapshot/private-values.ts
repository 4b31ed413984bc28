import type { Scan, StateEntry } from '../ledger/ledger-store';
import { hashKey, hashOf } from '../records/private-namespaces';
import { compareUtf8, isInRange } from '../records/utf8-order';
import type { VersionedValue } from '../records/version';

/** A private value that somebody has brought, since a snapshot has hashes alone. */
export interface PrivateValue {
    /** The chaincode's name. */
    readonly namespace: string;
    readonly collection: string;
    readonly key: string;
    readonly value: Buffer;
}

/** Private values in memory, by the namespace in which peers keep them. */
export class PrivateValues {
    readonly #byNamespace = new Map<string, Map<string, VersionedValue>>();
    /** By namespace, each key by its hash. */
    readonly #keys = new Map<string, Map<string, string>>();

    add(namespace: string, key: string, value: VersionedValue): void {
        const keys = this.#keys.get(namespace) ?? new Map<string, string>();
        this.#keys.set(namespace, keys.set(hashKey(hashOf(key)), key));
        const values = this.#byNamespace.get(namespace) ?? new Map<string, VersionedValue>();
        this.#byNamespace.set(namespace, values.set(key, value));
    }

    get(namespace: string, key: string): VersionedValue | undefined {
        return this.#byNamespace.get(namespace)?.get(key);
    }

    /** The key that has a hash, if its value was brought. */
    keyOf(namespace: string, keyHash: string): string | undefined {
        return this.#keys.get(namespace)?.get(keyHash);
    }

    /** Keys from `startKey` up to and without `endKey`, where that is not empty. */
    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry> {
        const rows = Array.from(this.#byNamespace.get(namespace) ?? [], ([key, value]) => ({ key, ...value }))
            .filter(({ key }) => isInRange(key, { startKey, endKey }))
            .sort((left, right) => compareUtf8(left.key, right.key));
        let at = 0;
        return { next: () => Promise.resolve(rows[at++]), close: () => Promise.resolve() };
    }
}
