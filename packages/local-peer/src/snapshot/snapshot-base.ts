import { createHash } from 'node:crypto';
import type { LedgerBase } from '../ledger/ledger-base';
import type { LedgerOrigin } from '../ledger/ledger-origin';
import type { ExpiringKey, Expiry, Scan, StateEntry } from '../ledger/ledger-store';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import type { VersionedValue } from '../records/version';
import { type PrivateValue, PrivateValues } from './private-values';
import { decodeVersion, snapshotRecord, valueOf } from './snapshot-record';
import type { RecordCursor, SortedRecords } from './sorted-records';

/** What a base reads from. */
export interface SnapshotParts {
    readonly origin: LedgerOrigin;
    /** By namespace. */
    readonly publicState: SortedRecords;
    /** By namespace, which ends in `$$h` and the collection; keys are hashes. */
    readonly privateHashes: SortedRecords;
    /** In one section, without a name. */
    readonly transactionIds: SortedRecords;
}

const HASHES = /^(.+)\$\$h(.+)$/;
const VALUES = /^(.+)\$\$p(.+)$/;

/** A snapshot as what a ledger is laid upon. */
export class SnapshotBase implements LedgerBase {
    readonly origin: LedgerOrigin;
    readonly #parts: SnapshotParts;
    readonly #privateValues = new PrivateValues();
    /** Without the keys, whose values may be brought later. */
    readonly #expiries = new Map<bigint, Map<bigint, Omit<ExpiringKey, 'key'>[]>>();
    #definitions: ReadonlyMap<string, Buffer> = new Map();

    constructor(parts: SnapshotParts) {
        this.origin = parts.origin;
        this.#parts = parts;
    }

    get definitions(): ReadonlyMap<string, Buffer> {
        return this.#definitions;
    }

    set definitions(definitions: ReadonlyMap<string, Buffer>) {
        this.#definitions = definitions;
    }

    async hasTransaction(txId: string): Promise<boolean> {
        return (await this.#parts.transactionIds.find('', transactionKey(Buffer.from(txId)))) !== undefined;
    }

    async state(namespace: string, key: string): Promise<VersionedValue | undefined> {
        if (VALUES.test(namespace)) return this.#privateValues.get(namespace, key);
        const isHash = HASHES.test(namespace);
        const { privateHashes, publicState } = this.#parts;
        const record = isHash
            ? await privateHashes.find(namespace, Buffer.from(key, 'hex'))
            : await publicState.find(namespace, Buffer.from(key));
        return record && valueOf(snapshotRecord.decode(record));
    }

    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry> {
        if (VALUES.test(namespace)) return this.#privateValues.scan(namespace, startKey, endKey);
        const { privateHashes, publicState } = this.#parts;
        if (HASHES.test(namespace)) {
            const rows = privateHashes.from(namespace, Buffer.from(startKey, 'hex'));
            return scanOf(rows, Buffer.from(endKey, 'hex'), hashKey);
        }
        return scanOf(publicState.from(namespace, Buffer.from(startKey)), Buffer.from(endKey), String);
    }

    expiring(number: bigint): Expiry[] {
        const keyOf = ({ namespace, collection, keyHash }: Omit<ExpiringKey, 'key'>): string =>
            this.#privateValues.keyOf(valuesOf(namespace, collection), keyHash) ?? '';
        return Array.from(this.#expiries.get(number) ?? [], ([written, hashes]) => ({
            at: number,
            written,
            keys: hashes.map((one) => ({ ...one, key: keyOf(one) })),
        }));
    }

    /**
     * Takes private values, where they are those that the ledger has the hashes of.
     * @returns how many were taken
     */
    async addPrivateValues(values: Iterable<PrivateValue> | AsyncIterable<PrivateValue>): Promise<number> {
        let count = 0;
        for await (const { namespace, collection, key, value } of values) {
            const hash = await this.state(hashesOf(namespace, collection), hashKey(hashOf(key)));
            if (hash?.value.equals(createHash('sha256').update(value).digest()) !== true) continue;
            this.#privateValues.add(valuesOf(namespace, collection), key, { ...hash, value });
            count++;
        }
        return count;
    }

    /** Has the keys of a collection expire as many blocks after the ones that wrote them. */
    async expireAfter(namespace: string, collection: string, blockToLive: number): Promise<void> {
        const place = hashesOf(namespace, collection);
        const rows = this.#parts.privateHashes.from(place, Buffer.alloc(0));
        for (let record = await rows.next(); record !== undefined; record = await rows.next()) {
            const { key, version } = snapshotRecord.decode(record);
            const { blockNumber } = decodeVersion(version);
            const at = blockNumber + BigInt(blockToLive) + 1n;
            const blocks = this.#expiries.get(at) ?? new Map<bigint, Omit<ExpiringKey, 'key'>[]>();
            const keys = blocks.get(blockNumber) ?? [];
            keys.push({ namespace, collection, keyHash: hashKey(key) });
            this.#expiries.set(at, blocks.set(blockNumber, keys));
        }
        await rows.close();
    }

    /** Whether there is a hash in a collection at all. */
    async hasPrivateData(namespace: string, collection: string): Promise<boolean> {
        const rows = this.#parts.privateHashes.from(hashesOf(namespace, collection), Buffer.alloc(0));
        const first = await rows.next();
        await rows.close();
        return first !== undefined;
    }

    async close(): Promise<void> {
        const { publicState, privateHashes, transactionIds } = this.#parts;
        await Promise.all([publicState.close(), privateHashes.close(), transactionIds.close()]);
    }
}

/** Ids are sorted by their length first (fabric, common/ledger/blkstorage/blockindex.go, constructTxIDKey). */
export function transactionKey(txId: Buffer): Buffer {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(txId.length);
    return Buffer.concat([length, txId]);
}

/** @param end exclusive; empty for none */
function scanOf(rows: RecordCursor, end: Buffer, keyOf: (key: Buffer) => string): Scan<StateEntry> {
    let isOver = false;
    return {
        async next() {
            const encoded = isOver ? undefined : await rows.next();
            const record = encoded && snapshotRecord.decode(encoded);
            isOver = record === undefined || (end.length > 0 && Buffer.compare(record.key, end) >= 0);
            return record === undefined || isOver ? undefined : { key: keyOf(record.key), ...valueOf(record) };
        },
        async close() {
            isOver = true;
            await rows.close();
        },
    };
}
