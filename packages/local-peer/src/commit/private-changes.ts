import { heldBy, type Holders, holdersOf } from '../records/private-holders';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import type { CollectionHashes, KeyRead } from '../records/read-write-set';
import type { Version } from '../records/version';
import type { BlockChanges, NamespaceWrites } from './block-changes';
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

/**
 * Applies values to the peers that come to have them, where the transaction's hashes are applied already. A change of
 * metadata alone moves the value's version along with its hash's, at those peers alone that have the value and came to know
 * of the change (fabric, validation/batch_preparer.go, incrementPvtdataVersionIfNeeded).
 */
export async function applyPrivateValues(
    changes: BlockChanges,
    { holders, namespace, collection, writes, metadataKeys }: KeptPrivateWrites,
    version: Version,
): Promise<void> {
    const values = valuesOf(namespace, collection);
    // Said of each write anew: who had the value before has nothing to do with who has this one.
    const metadataWrites = writes.map(({ key }) => heldBy(key, holders));
    const written = new Set(writes.map(({ key }) => key));
    for (const key of metadataKeys.filter((one) => !written.has(one))) {
        const value = await changes.state(values, key);
        const hash = await changes.state(hashesOf(namespace, collection), hashKey(hashOf(key)));
        // A value may be left from before a write whose value came to nobody.
        if (value === undefined || hash?.value.equals(hashOf(value.value)) !== true) continue;
        metadataWrites.push(heldBy(key, inBoth(holders, holdersOf(value))));
    }
    await changes.apply({ namespace: values, writes, metadataWrites }, version);
}

/** Undefined is all. */
function inBoth(left: Holders, right: Holders): Holders {
    if (left === undefined || right === undefined) return left ?? right;
    return left.filter((mspId) => right.includes(mspId));
}
