import { bytes, embedded, message, uint64, type Decoded } from '@heddle/protocol/codec';

/** Values and the heights at which they were written. */

const heightFields = { blockNumber: uint64(1), txNumber: uint64(2) };
/** kvrwset.Version. */
export const version = message(heightFields);

/** Where a value was written: which transaction of which block. */
export type Version = Readonly<Decoded<typeof heightFields>>;

/** Tells whether both are the same height, or both missing (fabric, core/ledger/internal/version, AreSame). */
export function sameVersion(left: Version | undefined, right: Version | undefined): boolean {
    if (left === undefined || right === undefined) return left === right;
    return left.blockNumber === right.blockNumber && left.txNumber === right.txNumber;
}

const versionedValueFields = { value: bytes(1), metadata: bytes(2), version: embedded(3, version) };
const encodedValue = message(versionedValueFields);

/** A key's committed value, its metadata (an encoded metadataWrite without key; empty for none), and its version. */
export interface VersionedValue {
    readonly value: Buffer;
    readonly metadata: Buffer;
    readonly version: Version;
}

export function encodeVersionedValue(value: VersionedValue): Buffer {
    return encodedValue.encode(value);
}

export function decodeVersionedValue(encoded: Uint8Array): VersionedValue {
    const { value, metadata, version: height } = encodedValue.decode(encoded);
    return { value, metadata, version: height ?? { blockNumber: 0n, txNumber: 0n } };
}
