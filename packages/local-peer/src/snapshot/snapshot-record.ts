import { bytes, message } from '@heddle/protocol/codec';
import { decodeOrderedNumber } from '../records/ordered-number';
import type { Version, VersionedValue } from '../records/version';

/** Records of state (fabric, privacyenabledstate/snapshot_record.proto). */
export const snapshotRecord = message({ key: bytes(1), value: bytes(2), metadata: bytes(3), version: bytes(4) });

export type SnapshotRecord = ReturnType<typeof snapshotRecord.decode>;

/** Copies what it gives: the record may be a view on much more. */
export function valueOf({ value, metadata, version }: SnapshotRecord): VersionedValue {
    return { value: Buffer.from(value), metadata: Buffer.from(metadata), version: decodeVersion(version) };
}

/** Two ordered numbers. @throws Error where there are fewer */
export function decodeVersion(encoded: Buffer): Version {
    const [blockNumber, rest] = decodeOrderedNumber(encoded);
    const [txNumber] = decodeOrderedNumber(rest);
    return { blockNumber, txNumber };
}
