import { EMPTY } from '@heddle/protocol';
import { encodePrivateWriteSet } from '../records/hashed-set-codec';
import { hashOf } from '../records/private-namespaces';
import type { CollectionHashes, KeyRead, MetadataWrite, PrivateWriteSet } from '../records/read-write-set';
import { sortedValues } from './sorted-values';

/** A write of a private key; an empty value deletes it, a purge leaves not even the past of it. */
export interface PrivateWrite {
    readonly key: string;
    readonly value: Buffer;
    readonly isPurge: boolean;
}

/**
 * Collects what a simulation reads and writes in one collection. Hashes are in the order of the keys that they are of
 * (fabric, rwsetutil/rwset_builder.go).
 */
export class CollectionBuilder {
    readonly #namespace: string;
    readonly #name: string;
    readonly reads = new Map<string, KeyRead>();
    readonly writes = new Map<string, PrivateWrite>();
    readonly metadataWrites = new Map<string, MetadataWrite>();

    constructor(namespace: string, name: string) {
        this.#namespace = namespace;
        this.#name = name;
    }

    get hasWrites(): boolean {
        return this.writes.size > 0 || this.metadataWrites.size > 0;
    }

    privateWrites(): PrivateWriteSet {
        return {
            namespace: this.#namespace,
            collection: this.#name,
            writes: sortedValues(this.writes).map(({ key, value }) => ({ key, isDelete: value.length === 0, value })),
            metadataKeys: sortedValues(this.metadataWrites).map(({ key }) => key),
        };
    }

    build(): CollectionHashes {
        return {
            name: this.#name,
            reads: sortedValues(this.reads).map(({ key, version }) => ({ keyHash: hashOf(key), version })),
            writes: sortedValues(this.writes).map(({ key, value, isPurge }) => ({
                keyHash: hashOf(key),
                isDelete: value.length === 0,
                valueHash: value.length === 0 ? EMPTY : hashOf(value),
                isPurge,
            })),
            metadataWrites: sortedValues(this.metadataWrites).map(({ key, entries }) => ({
                keyHash: hashOf(key),
                entries,
            })),
            privateSetHash: this.hasWrites ? hashOf(encodePrivateWriteSet(this.privateWrites())) : EMPTY,
        };
    }
}
