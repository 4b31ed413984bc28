import { heldBy } from '../records/private-holders';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import type { CollectionHashes, KeyRead } from '../records/read-write-set';
import type { NamespaceWrites } from './block-changes';
import type { KeptPrivateWrites } from './transient-store';

/** Reads and writes of private data, as those of the namespaces that it is kept in. */

export interface NamespaceReads {
    readonly namespace: string;
    readonly reads: readonly KeyRead[];
}

const HASH_OF_NOTHING = hashOf('');

export function hashedReads(namespace: string, { name, reads }: CollectionHashes): NamespaceReads {
    return {
        namespace: hashesOf(namespace, name),
        reads: reads.map(({ keyHash, version }) => ({ key: hashKey(keyHash), version })),
    };
}

export function hashedWrites(namespace: string, { name, writes, metadataWrites }: CollectionHashes): NamespaceWrites {
    return {
        namespace: hashesOf(namespace, name),
        writes: writes.map(({ keyHash, isDelete, valueHash }) => ({
            key: hashKey(keyHash),
            // The hash of nothing is a delete, too (fabric, rwset_proto_util.go, IsKVWriteHashDelete).
            isDelete: isDelete || valueHash.equals(HASH_OF_NOTHING),
            value: valueHash,
        })),
        metadataWrites: metadataWrites.map(({ keyHash, entries }) => ({ key: hashKey(keyHash), entries })),
    };
}

/** A change of metadata alone moves the value's version along with its hash's. */
export function privateValueWrites({ holders, ...set }: KeptPrivateWrites): NamespaceWrites {
    const { namespace, collection, writes, metadataKeys } = set;
    const keys = holders === undefined ? metadataKeys : [...metadataKeys, ...writes.map(({ key }) => key)];
    return {
        namespace: valuesOf(namespace, collection),
        writes,
        metadataWrites: keys.map((key) => (holders === undefined ? { key, entries: [] } : heldBy(key, holders))),
    };
}
