import { bool, bytes, type Decoded, embedded, message, repeatedMessages, string } from '@heddle/protocol/codec';
import { keyValueSet, metadataEntry } from './key-value-set-codec';
import type { CollectionHashes, PrivateWriteSet } from './read-write-set';
import { versionCodec } from './version-codec';

/** Private data in read-write sets, in the shape of fabric-protos (ledger/rwset). */

const hashedSet = message({
    reads: repeatedMessages(1, message({ keyHash: bytes(1), version: embedded(2, versionCodec) })),
    writes: repeatedMessages(
        2,
        message({ keyHash: bytes(1), isDelete: bool(2), valueHash: bytes(3), isPurge: bool(4) }),
    ),
    metadataWrites: repeatedMessages(3, message({ keyHash: bytes(1), entries: repeatedMessages(2, metadataEntry) })),
});

const collectionHashesFields = { name: string(1), hashedSet: bytes(2), privateSetHash: bytes(3) };
/** rwset.CollectionHashedReadWriteSet. */
export const collectionHashes = message(collectionHashesFields);

export function encodeCollectionHashes(hashes: CollectionHashes): Decoded<typeof collectionHashesFields> {
    const { name, privateSetHash } = hashes;
    return { name, hashedSet: hashedSet.encode(hashes), privateSetHash };
}

/** @throws ProtocolError */
export function decodeCollectionHashes(encoded: Decoded<typeof collectionHashesFields>): CollectionHashes {
    const { name, privateSetHash } = encoded;
    return { name, ...hashedSet.decode(encoded.hashedSet), privateSetHash };
}

/** The kvrwset.KVRWSet whose hash is in the public set. */
export function encodePrivateWriteSet({ writes, metadataKeys }: PrivateWriteSet): Buffer {
    return keyValueSet.encode({ writes, metadataWrites: metadataKeys.map((key) => ({ key })) });
}

/** @throws ProtocolError */
export function decodePrivateWriteSet(encoded: Uint8Array): Pick<PrivateWriteSet, 'writes' | 'metadataKeys'> {
    const { writes, metadataWrites } = keyValueSet.decode(encoded);
    return { writes, metadataKeys: metadataWrites.map(({ key }) => key) };
}
