import { bool, bytes, embedded, message, repeatedMessages, string, type Decoded } from '@heddle/protocol/codec';
import { version } from './version';
import { keyValueSet, metadataEntry, type KeyWrite } from './read-write-set-parts';

/**
 * Private data in read-write sets (fabric-protos, ledger/rwset): hashes in the public set, which everybody sees; keys
 * and values in a private set, which goes to members alone.
 */

const hashedReadFields = { keyHash: bytes(1), version: embedded(2, version) };
export type HashedRead = Readonly<Decoded<typeof hashedReadFields>>;

const hashedWriteFields = { keyHash: bytes(1), isDelete: bool(2), valueHash: bytes(3), isPurge: bool(4) };
export type HashedWrite = Readonly<Decoded<typeof hashedWriteFields>>;

const hashedMetadataFields = { keyHash: bytes(1), entries: repeatedMessages(2, metadataEntry) };
export type HashedMetadataWrite = Readonly<Decoded<typeof hashedMetadataFields>>;

const hashedSet = message({
    reads: repeatedMessages(1, message(hashedReadFields)),
    writes: repeatedMessages(2, message(hashedWriteFields)),
    metadataWrites: repeatedMessages(3, message(hashedMetadataFields)),
});

const collectionHashesFields = { name: string(1), hashedSet: bytes(2), privateSetHash: bytes(3) };
/** rwset.CollectionHashedReadWriteSet. */
export const collectionHashes = message(collectionHashesFields);

/** What was read and written in one collection, as hashes. */
export interface CollectionHashes {
    readonly name: string;
    readonly reads: readonly HashedRead[];
    readonly writes: readonly HashedWrite[];
    readonly metadataWrites: readonly HashedMetadataWrite[];
    /** The hash of the collection's private set; empty where nothing was written. */
    readonly privateSetHash: Buffer;
}

export function encodeCollectionHashes(hashes: CollectionHashes): Decoded<typeof collectionHashesFields> {
    const { name, privateSetHash } = hashes;
    return { name, hashedSet: hashedSet.encode(hashes), privateSetHash };
}

/** @throws ProtocolError */
export function decodeCollectionHashes(encoded: Decoded<typeof collectionHashesFields>): CollectionHashes {
    const { name, privateSetHash } = encoded;
    return { name, ...hashedSet.decode(encoded.hashedSet), privateSetHash };
}

/** What a transaction writes to one collection. */
export interface PrivateWriteSet {
    readonly namespace: string;
    readonly collection: string;
    readonly writes: readonly KeyWrite[];
    /** Keys whose metadata changes: the metadata itself is with the hash. */
    readonly metadataKeys: readonly string[];
}

/** The kvrwset.KVRWSet whose hash is in the public set. */
export function encodePrivateWriteSet({ writes, metadataKeys }: PrivateWriteSet): Buffer {
    return keyValueSet.encode({ writes, metadataWrites: metadataKeys.map((key) => ({ key })) });
}
