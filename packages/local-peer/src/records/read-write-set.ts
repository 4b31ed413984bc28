import type { Version } from './version';

/**
 * What a transaction read and wrote (fabric-protos, ledger/rwset): the part of a transaction that endorsers agree on,
 * and that a commit validates and applies. Of private data, everybody sees hashes, in the public set; keys and values
 * are in a private set, which goes to members of the collection alone.
 */

/** By namespace, and within one by key, in the order of UTF-8 bytes. */
export type ReadWriteSet = readonly NamespaceReadWriteSet[];

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

/** A key and the version that it had; undefined if it did not exist. */
export interface KeyRead {
    readonly key: string;
    readonly version: Version | undefined;
}

/** A range query and what it gave: the commit repeats it to find phantoms. */
export interface RangeRead {
    readonly startKey: string;
    readonly endKey: string;
    /** Whether the reader saw the end; if not, `endKey` is the last key that it was given. */
    readonly exhausted: boolean;
    /** How many rows were given, where the peer has just read them: it is on no wire. */
    readonly rows?: number;
    readonly rawReads: { readonly reads: readonly KeyRead[] } | undefined;
    readonly merkleHashes: MerkleSummary | undefined;
}

/** kvrwset.QueryReadsMerkleSummary: stands for the rows of a long range query. */
export interface MerkleSummary {
    readonly maxDegree: number;
    readonly maxLevel: number;
    readonly maxLevelHashes: readonly Buffer[];
}

/** A key that is written or deleted. */
export interface KeyWrite {
    readonly key: string;
    readonly isDelete: boolean;
    readonly value: Buffer;
}

/** All metadata of a key from now on; no entries to delete it. */
export interface MetadataWrite {
    readonly key: string;
    readonly entries: readonly MetadataEntry[];
}

/** One entry of a key's metadata: its endorsement policy, for instance. */
export interface MetadataEntry {
    readonly name: string;
    readonly value: Buffer;
}

/** What was read and written in one collection, as hashes. */
export interface CollectionHashes {
    readonly name: string;
    readonly reads: readonly HashedRead[];
    readonly writes: readonly HashedWrite[];
    readonly metadataWrites: readonly HashedMetadataWrite[];
    /** The hash of the collection's private set; empty if nothing was written. */
    readonly privateSetHash: Buffer;
}

/** A read of a private key, by the SHA-256 of the key. */
export interface HashedRead {
    readonly keyHash: Buffer;
    readonly version: Version | undefined;
}

/** A write of a private key, by the SHA-256 of key and value. */
export interface HashedWrite {
    readonly keyHash: Buffer;
    readonly isDelete: boolean;
    readonly valueHash: Buffer;
    readonly isPurge: boolean;
}

/** All metadata of a private key from now on, by the SHA-256 of the key. */
export interface HashedMetadataWrite {
    readonly keyHash: Buffer;
    readonly entries: readonly MetadataEntry[];
}

/** What a transaction writes to one collection. */
export interface PrivateWriteSet {
    readonly namespace: string;
    readonly collection: string;
    readonly writes: readonly KeyWrite[];
    /** Keys whose metadata changes: the metadata itself is with the hash. */
    readonly metadataKeys: readonly string[];
}
