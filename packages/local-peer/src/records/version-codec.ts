import { bytes, embedded, message, uint64 } from '@heddle/protocol/codec';
import type { VersionedValue } from './version';

/** kvrwset.Version. */
export const versionCodec = message({ blockNumber: uint64(1), txNumber: uint64(2) });

const versionedValue = message({ value: bytes(1), metadata: bytes(2), version: embedded(3, versionCodec) });

export function encodeVersionedValue(value: VersionedValue): Buffer {
    return versionedValue.encode(value);
}

export function decodeVersionedValue(encoded: Uint8Array): VersionedValue {
    const { value, metadata, version } = versionedValue.decode(encoded);
    return { value, metadata, version: version ?? { blockNumber: 0n, txNumber: 0n } };
}
