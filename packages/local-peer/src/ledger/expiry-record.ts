import { message, repeatedMessages, string } from '@heddle/protocol/codec';
import { numberKey } from '../records/number-key';
import type { Expiry } from './ledger-store';

/** How expiries are stored: by the block with which they come, and the block that wrote them. */

const expiringKey = message({ namespace: string(1), collection: string(2), keyHash: string(3), key: string(4) });
const record = message({ keys: repeatedMessages(1, expiringKey) });

export function expiryKey({ at, written }: Expiry): Buffer {
    return Buffer.concat([numberKey(at), numberKey(written)]);
}

export function encodeExpiry({ keys }: Expiry): Buffer {
    return record.encode({ keys });
}

export function decodeExpiry(key: Buffer, encoded: Uint8Array): Expiry {
    return { at: key.readBigUInt64BE(0), written: key.readBigUInt64BE(8), ...record.decode(encoded) };
}
