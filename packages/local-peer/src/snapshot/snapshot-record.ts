import { bytes, message } from '@heddle/protocol/codec';
import type { Version, VersionedValue } from '../records/version';

/** Records of state (fabric, privacyenabledstate/snapshot_record.proto). */
export const snapshotRecord = message({ key: bytes(1), value: bytes(2), metadata: bytes(3), version: bytes(4) });

export type SnapshotRecord = ReturnType<typeof snapshotRecord.decode>;

/** Copies what it gives: the record may be a view on much more. */
export function valueOf({ value, metadata, version }: SnapshotRecord): VersionedValue {
    return { value: Buffer.from(value), metadata: Buffer.from(metadata), version: decodeVersion(version) };
}

/** Two numbers, each of a length and that many bytes (fabric, common/ledger/util, EncodeOrderPreservingVarUint64). */
export function decodeVersion(encoded: Buffer): Version {
    const [blockNumber, rest] = orderedNumber(encoded);
    const [txNumber] = orderedNumber(rest);
    return { blockNumber, txNumber };
}

function orderedNumber(encoded: Buffer): [bigint, Buffer] {
    const length = encoded[0] ?? 0;
    if (length > 8 || length >= encoded.length + 1) throw new Error('a version is no pair of numbers');
    const digits = encoded.subarray(1, 1 + length);
    return [BigInt(length === 0 ? 0 : `0x${digits.toString('hex')}`), encoded.subarray(1 + length)];
}
