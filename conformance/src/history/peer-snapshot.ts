import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, message } from '@heddle/protocol/codec';

/** What a peer's snapshot says of a key, in hexadecimal digits, so that rows can be compared. */
export interface SnapshotRow {
    readonly namespace: string;
    readonly key: string;
    readonly value: string;
    readonly metadata: string;
    readonly version: string;
}

/** fabric, core/ledger/kvledger/txmgmt/privacyenabledstate/snapshot_record.proto. */
const snapshotRecord = message({ key: bytes(1), value: bytes(2), metadata: bytes(3), version: bytes(4) });

/** Reads all public keys and all hashes of private ones from a peer's snapshot, without our own reader of snapshots. */
export function readSnapshotRows(folder: string): SnapshotRow[] {
    return ['public_state', 'private_state_hashes'].flatMap((name) => {
        const metadata = new Numbers(readFileSync(join(folder, `${name}.metadata`)));
        const data = new Numbers(readFileSync(join(folder, `${name}.data`)));
        const rows: SnapshotRow[] = [];
        for (let namespaces = metadata.next(); namespaces > 0; namespaces--) {
            const namespace = metadata.take().toString();
            for (let count = metadata.next(); count > 0; count--) rows.push(toRow(namespace, data.take()));
        }
        return rows;
    });
}

function toRow(namespace: string, record: Buffer): SnapshotRow {
    const { key, value, metadata, version } = snapshotRecord.decode(record);
    return {
        namespace,
        key: key.toString('hex'),
        value: value.toString('hex'),
        metadata: metadata.toString('hex'),
        version: versionOf(version),
    };
}

/** Two numbers, each behind its length (fabric, common/ledger/util, EncodeOrderPreservingVarUint64). */
function versionOf(encoded: Buffer): string {
    const length = encoded.readUInt8();
    const [block, transaction] = [encoded.subarray(1, 1 + length), encoded.subarray(2 + length)];
    return [block, transaction]
        .map((digits) => (digits.length === 0 ? 0n : BigInt(`0x${digits.toString('hex')}`)))
        .join('/');
}

/** Numbers, and bytes behind their length, of a file whose first byte is its format. */
class Numbers {
    readonly #bytes: Buffer;
    #at = 1;

    constructor(encoded: Buffer) {
        this.#bytes = encoded;
    }

    next(): number {
        let [value, factor] = [0, 1];
        for (;;) {
            const byte = this.#bytes.readUInt8(this.#at++);
            value += (byte & 0x7f) * factor;
            if (byte < 0x80) return value;
            factor *= 0x80;
        }
    }

    take(): Buffer {
        const length = this.next();
        this.#at += length;
        return this.#bytes.subarray(this.#at - length, this.#at);
    }
}
