import { numberKey } from '../records/number-key';

/** How names and numbers become keys whose bytes sort as the ledger needs them. */

/** Ends a namespace; chaincode names cannot contain it (fabric, stateleveldb.go, nsKeySep). */
const SEPARATOR = '\u0000';
const AFTER_SEPARATOR = '\u0001';

export function stateKey(namespace: string, key: string): Buffer {
    return Buffer.from(namespace + SEPARATOR + key);
}

/** The key of a state entry, without its namespace. */
export function keyOfState(namespace: string, encoded: Buffer): string {
    return encoded.toString('utf8', Buffer.byteLength(namespace) + 1);
}

/** Where a scan of a namespace ends, exclusively: at `endKey`, or behind all its keys where that is empty. */
export function endOfScan(namespace: string, endKey: string): Buffer {
    return endKey === '' ? Buffer.from(namespace + AFTER_SEPARATOR) : stateKey(namespace, endKey);
}

/** What the history of one key has in common. The length keeps 'a' apart from keys that begin with 'a'. */
export function historyPrefix(namespace: string, key: string): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(key));
    return Buffer.concat([Buffer.from(namespace + SEPARATOR), length, Buffer.from(key)]);
}

export function historyKey(
    namespace: string,
    key: string,
    version: { readonly blockNumber: bigint; readonly txNumber: bigint },
): Buffer {
    return Buffer.concat([historyPrefix(namespace, key), numberKey(version.blockNumber), numberKey(version.txNumber)]);
}
