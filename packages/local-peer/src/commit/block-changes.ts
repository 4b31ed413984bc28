import { EMPTY } from '@heddle/protocol';
import { type DefinitionState, LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import type { BlockUpdate, Scan, StateEntry, StateReader } from '../ledger/ledger-store';
import { metadataWrite } from '../records/key-value-set-codec';
import type { KeyWrite, MetadataWrite } from '../records/read-write-set';
import { compareUtf8, isInRange } from '../records/utf8-order';
import type { Version, VersionedValue } from '../records/version';

/** A key that the block changes; without a value it is deleted. */
export interface ChangedKey {
    readonly key: string;
    readonly value: VersionedValue | undefined;
}

/** Writes in one namespace, which may be one of private values or hashes. */
export interface NamespaceWrites {
    readonly namespace: string;
    readonly writes: readonly KeyWrite[];
    readonly metadataWrites: readonly MetadataWrite[];
}

/** What the valid transactions of a block that is not committed yet change, each on top of those before it. */
export class BlockChanges {
    readonly #store: StateReader;
    readonly #definitions: Pick<DefinitionState, 'version'>;
    readonly #namespaces = new Map<string, Map<string, VersionedValue | undefined>>();

    constructor(store: StateReader, definitions: Pick<DefinitionState, 'version'>) {
        this.#store = store;
        this.#definitions = definitions;
    }

    /** Whether the key was written or deleted. */
    has(namespace: string, key: string): boolean {
        return this.#namespaces.get(namespace)?.has(key) ?? false;
    }

    /** The key after these changes. */
    async state(namespace: string, key: string): Promise<VersionedValue | undefined> {
        return this.has(namespace, key)
            ? this.#namespaces.get(namespace)?.get(key)
            : await this.#store.state(namespace, key);
    }

    /** The version of a key after these changes; undefined if it does not exist. */
    async version(namespace: string, key: string): Promise<Version | undefined> {
        if (namespace === LIFECYCLE_NAMESPACE) return this.#definitions.version(key);
        return (await this.state(namespace, key))?.version;
    }

    /** What a scan of the ledger would give after these changes. An empty `endKey` is no end. */
    async *scan(namespace: string, startKey: string, endKey: string): AsyncGenerator<StateEntry> {
        const rows = this.#store.scan(namespace, startKey, endKey);
        try {
            yield* merge(rows, this.#changedKeys(namespace, startKey, endKey));
        } finally {
            await rows.close();
        }
    }

    /** Applies the writes of a valid transaction (fabric, validation/tx_ops.go). */
    async apply(set: NamespaceWrites, version: Version): Promise<void> {
        const metadata = new Map(set.metadataWrites.map((write) => [write.key, write]));
        for (const write of set.writes) {
            const value = await this.#written(set.namespace, write, metadata.get(write.key), version);
            this.#change(set.namespace, write.key, value);
            metadata.delete(write.key);
        }
        for (const write of metadata.values()) {
            const latest = await this.state(set.namespace, write.key);
            // Metadata of a key that does not exist is not kept.
            if (latest !== undefined)
                this.#change(set.namespace, write.key, { value: latest.value, metadata: encoded(write), version });
        }
    }

    /** Deletes a key that no transaction has deleted. */
    remove(namespace: string, key: string): void {
        this.#change(namespace, key, undefined);
    }

    toUpdates(): BlockUpdate['state'] {
        return [...this.#namespaces].flatMap(([namespace, keys]) =>
            Array.from(keys, ([key, value]) => (value === undefined ? { namespace, key } : { namespace, key, value })),
        );
    }

    /** A write without metadata keeps the key's metadata; a delete takes it along. */
    async #written(
        namespace: string,
        write: KeyWrite,
        metadata: MetadataWrite | undefined,
        version: Version,
    ): Promise<VersionedValue | undefined> {
        if (isDelete(write)) return undefined;
        const kept = metadata === undefined ? (await this.state(namespace, write.key))?.metadata : encoded(metadata);
        return { value: write.value, metadata: kept ?? EMPTY, version };
    }

    #change(namespace: string, key: string, value: VersionedValue | undefined): void {
        const keys = this.#namespaces.get(namespace) ?? new Map<string, VersionedValue | undefined>();
        this.#namespaces.set(namespace, keys.set(key, value));
    }

    #changedKeys(namespace: string, startKey: string, endKey: string): ChangedKey[] {
        return Array.from(this.#namespaces.get(namespace) ?? [], ([key, value]) => ({ key, value }))
            .filter(({ key }) => isInRange(key, { startKey, endKey }))
            .sort((left, right) => compareUtf8(left.key, right.key));
    }
}

/** Both forms are a delete (fabric, rwset_proto_util.go, IsKVWriteDelete). */
export function isDelete(write: KeyWrite): boolean {
    return write.isDelete || write.value.length === 0;
}

/** Both are in order; where both have a key, the changed one counts. */
async function* merge(rows: Scan<StateEntry>, changed: readonly ChangedKey[]): AsyncGenerator<StateEntry> {
    let at = 0;
    for (let row = await rows.next(); row !== undefined; row = await rows.next()) {
        for (; isBefore(changed[at], row); at++) yield* existing(changed[at]);
        if (changed[at]?.key === row.key) yield* existing(changed[at++]);
        else yield row;
    }
    for (; at < changed.length; at++) yield* existing(changed[at]);
}

function isBefore(changed: ChangedKey | undefined, row: StateEntry): boolean {
    return changed !== undefined && compareUtf8(changed.key, row.key) < 0;
}

function existing(changed: ChangedKey | undefined): StateEntry[] {
    return changed?.value === undefined ? [] : [{ key: changed.key, ...changed.value }];
}

/** Without its key, as state databases store it; nothing where all metadata is deleted. */
function encoded({ entries }: MetadataWrite): Buffer {
    return metadataWrite.encode({ entries });
}
