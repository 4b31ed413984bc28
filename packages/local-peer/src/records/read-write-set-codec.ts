import { bytes, int32, message, repeatedMessages, string } from '@heddle/protocol/codec';
import { collectionHashes, decodeCollectionHashes, encodeCollectionHashes } from './hashed-set-codec';
import { keyValueSet } from './key-value-set-codec';
import type { ReadWriteSet } from './read-write-set';

const namespaceSet = message({
    namespace: string(1),
    keyValueSet: bytes(2),
    collections: repeatedMessages(3, collectionHashes),
});
/** `dataModel` 0 is key and value, the only one there is. */
const transactionSet = message({ dataModel: int32(1), namespaces: repeatedMessages(2, namespaceSet) });

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

/** @throws ProtocolError if the bytes are not a TxReadWriteSet */
export function decodeReadWriteSet(encoded: Uint8Array): ReadWriteSet {
    return transactionSet.decode(encoded).namespaces.map((one) => ({
        namespace: one.namespace,
        ...keyValueSet.decode(one.keyValueSet),
        collections: one.collections.map(decodeCollectionHashes),
    }));
}
