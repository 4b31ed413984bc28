import { bytes, int32, message, repeatedMessages, string } from '@heddle/protocol/codec';
import { collectionHashes, decodeCollectionHashes, encodeCollectionHashes, type CollectionHashes } from './hashed-set';
import { keyValueSet, type KeyRead, type KeyWrite, type MetadataWrite, type RangeRead } from './read-write-set-parts';

/**
 * What a transaction read and wrote (fabric-protos, ledger/rwset): the part of a transaction that endorsers agree on,
 * and that a commit validates and applies.
 */

const namespaceSet = message({
    namespace: string(1),
    keyValueSet: bytes(2),
    collections: repeatedMessages(3, collectionHashes),
});
/** `dataModel` 0 is key and value, the only one there is. */
const transactionSet = message({ dataModel: int32(1), namespaces: repeatedMessages(2, namespaceSet) });

/** What was read and written in one chaincode's namespace. */
export interface NamespaceReadWriteSet {
    readonly namespace: string;
    readonly reads: readonly KeyRead[];
    readonly ranges: readonly RangeRead[];
    readonly writes: readonly KeyWrite[];
    readonly metadataWrites: readonly MetadataWrite[];
    /** Private data, by the name of its collection. */
    readonly collections: readonly CollectionHashes[];
}

/** By namespace, and within one by key, in the order of UTF-8 bytes. */
export type ReadWriteSet = readonly NamespaceReadWriteSet[];

/** Encodes to rwset.TxReadWriteSet, as the results of a ChaincodeAction have it. */
export function encodeReadWriteSet(set: ReadWriteSet): Buffer {
    return transactionSet.encode({
        namespaces: set.map(({ namespace, collections, ...rest }) => ({
            namespace,
            keyValueSet: keyValueSet.encode(rest),
            collections: collections.map(encodeCollectionHashes),
        })),
    });
}

/** @throws ProtocolError where the bytes are no TxReadWriteSet. */
export function decodeReadWriteSet(encoded: Uint8Array): ReadWriteSet {
    return transactionSet.decode(encoded).namespaces.map((one) => ({
        namespace: one.namespace,
        ...keyValueSet.decode(one.keyValueSet),
        collections: one.collections.map(decodeCollectionHashes),
    }));
}
