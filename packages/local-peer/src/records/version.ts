/** Where a value was written: which transaction of which block. */
export interface Version {
    readonly blockNumber: bigint;
    readonly txNumber: bigint;
}

/** A key's committed value with its version and metadata. */
export interface VersionedValue {
    readonly value: Buffer;
    /** An encoded kvrwset.KVMetadataWrite without a key; empty if the key has no metadata. */
    readonly metadata: Buffer;
    readonly version: Version;
}

/** Tells whether both are the same height, or both missing (fabric, core/ledger/internal/version, AreSame). */
export function sameVersion(left: Version | undefined, right: Version | undefined): boolean {
    if (left === undefined || right === undefined) return left === right;
    return left.blockNumber === right.blockNumber && left.txNumber === right.txNumber;
}
