import { decodePrivateWriteSet } from '../records/hashed-set-codec';
import { numberKey } from '../records/number-key';
import type { Version } from '../records/version';
import type { PrivateKey, PrivateWriteChange, PrivateWrites, PrivateWritesPlace } from './ledger-store';

/**
 * How private write sets are stored: by block and transaction; and where a private key was written, by the key's hash,
 * for its purge. Neither chaincodes nor collections have a NUL in their names.
 */

const SEPARATOR = '\u0000';
const NUMBER_BYTES = 8;
const HEIGHT_BYTES = 2 * NUMBER_BYTES;

/** A row to write, or to delete where there is no value. */
export interface IndexRow {
    readonly key: Buffer;
    readonly value: Buffer | undefined;
}

export function privateWritesKey({ at, namespace, collection }: PrivateWritesPlace): Buffer {
    return Buffer.concat([heightKey(at), Buffer.from(namespace + SEPARATOR + collection)]);
}

export function decodePrivateWrites(key: Buffer, encoded: Uint8Array): PrivateWrites {
    const [namespace = '', collection = ''] = key.toString('utf8', HEIGHT_BYTES).split(SEPARATOR);
    return { at: heightOf(key), namespace, collection, ...decodePrivateWriteSet(encoded) };
}

/** What the rows about one private key have in common. */
export function privateKeyPrefix({ namespace, collection, keyHash }: PrivateKey): Buffer {
    return Buffer.from([namespace, collection, keyHash, ''].join(SEPARATOR));
}

export function heightOfPrivateKey(key: Buffer): Version {
    return heightOf(key.subarray(-HEIGHT_BYTES));
}

/** The rows of the index by key that a change makes or takes away. */
export function indexRows({ at, namespace, collection, indexed, forgotten }: PrivateWriteChange): IndexRow[] {
    const key = (keyHash: string): Buffer =>
        Buffer.concat([privateKeyPrefix({ namespace, collection, keyHash }), heightKey(at)]);
    return [
        ...indexed.map((keyHash) => ({ key: key(keyHash), value: Buffer.alloc(0) })),
        ...forgotten.map((keyHash) => ({ key: key(keyHash), value: undefined })),
    ];
}

function heightKey({ blockNumber, txNumber }: Version): Buffer {
    return Buffer.concat([numberKey(blockNumber), numberKey(txNumber)]);
}

function heightOf(key: Buffer): Version {
    return { blockNumber: key.readBigUInt64BE(0), txNumber: key.readBigUInt64BE(NUMBER_BYTES) };
}
