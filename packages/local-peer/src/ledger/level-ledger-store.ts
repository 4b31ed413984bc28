import { type KeyModification, keyModification } from '@heddle/protocol';
import { message, uint32, uint64 } from '@heddle/protocol/codec';
import { LocalPeerError } from '../errors';
import { encodePrivateWriteSet } from '../records/hashed-set-codec';
import { numberKey } from '../records/number-key';
import type { Version, VersionedValue } from '../records/version';
import { decodeVersionedValue, encodeVersionedValue } from '../records/version-codec';
import type { ChannelMark, ChannelMarkOptions } from './channel-mark';
import { decodeExpiry, encodeExpiry, expiryKey } from './expiry-record';
import { keepOrigin } from './kept-origin';
import type { LedgerDatabase } from './ledger-database';
import type { LedgerOrigin } from './ledger-origin';
import type {
    BlockUpdate,
    Expiry,
    LedgerStore,
    PrivateKey,
    PrivateWrites,
    Scan,
    StateEntry,
    TransactionLocation,
} from './ledger-store';
import { type LedgerOperation, type LedgerTable, put, putOrDelete } from './ledger-table';
import { endOfScan, historyKey, historyPrefix, keyOfState, stateKey } from './level-keys';
import {
    decodePrivateWrites,
    heightOfPrivateKey,
    indexRows,
    privateKeyPrefix,
    privateWritesKey,
} from './private-write-record';
import { UndoLog } from './undo-log';

const HEIGHT = Buffer.from('height');
const NUMBER_BYTES = 8;
/** Above every height, as a suffix of the keys of a history. */
const LAST_VERSION = Buffer.alloc(2 * NUMBER_BYTES, 0xff);
/** Rows fetched at once by a scan; a peer hands out at most as many at once. */
const ROWS_AT_ONCE = 100;

/** All that a revert takes back. */
const TABLES = [
    'meta',
    'block',
    'block-hash',
    'transaction',
    'state',
    'history',
    'private-write',
    'private-key',
    'expiry',
    'definition',
] as const;
type TableName = (typeof TABLES)[number];
/** Every row of these is of a block, and of one only. */
const GROWING: ReadonlySet<string> = new Set<TableName>(['block', 'block-hash', 'history']);

const location = message({ blockNumber: uint64(1), txNumber: uint64(2), validationCode: uint32(3) });

/** A channel's ledger in its own part of a database that all channels share. */
export class LevelLedgerStore implements LedgerStore {
    readonly origin: LedgerOrigin | undefined;
    readonly #meta: LedgerTable;
    readonly #blocks: LedgerTable;
    readonly #hashes: LedgerTable;
    readonly #transactions: LedgerTable;
    readonly #state: LedgerTable;
    readonly #history: LedgerTable;
    readonly #privateWrites: LedgerTable;
    readonly #privateKeys: LedgerTable;
    readonly #expiry: LedgerTable;
    readonly #definitions: LedgerTable;
    readonly #log: UndoLog;

    private constructor(table: (name: TableName) => LedgerTable, log: UndoLog, origin: LedgerOrigin | undefined) {
        this.origin = origin;
        this.#log = log;
        this.#meta = table('meta');
        this.#blocks = table('block');
        this.#hashes = table('block-hash');
        this.#transactions = table('transaction');
        this.#state = table('state');
        this.#history = table('history');
        this.#privateWrites = table('private-write');
        this.#privateKeys = table('private-key');
        this.#expiry = table('expiry');
        this.#definitions = table('definition');
    }

    /**
     * Opens a channel's ledger.
     * @param options.sync whether a block is on the disk, and not with the operating system alone, when it is committed
     * @param options.origin where the ledger begins, if it is not with block 0; to be the same each time
     * @throws LocalPeerError STORE_UNUSABLE where the database stores strings only: their order is not that of bytes; and
     * where its ledger has another origin
     */
    static async open(
        database: LedgerDatabase,
        channelId: string,
        options: { readonly sync?: boolean; readonly origin?: LedgerOrigin | undefined } = {},
    ): Promise<LevelLedgerStore> {
        await database.open();
        const { encodings } = database.supports;
        if (encodings['buffer'] !== true && encodings['view'] !== true) {
            throw new LocalPeerError(
                'STORE_UNUSABLE',
                'the database given for the ledger cannot store bytes; open it with a storeEncoding of buffer or view',
            );
        }
        const open = (name: string): LedgerTable =>
            database.sublevel<Buffer, Buffer>([channelId, name], { keyEncoding: 'buffer', valueEncoding: 'buffer' });
        const tables = new Map(TABLES.map((name) => [name, open(name)]));
        const log = await UndoLog.open({
            database,
            tables,
            growing: GROWING,
            records: open('undo'),
            marks: open('mark'),
            sync: options.sync ?? false,
        });
        const table = (name: TableName): LedgerTable => tables.get(name) ?? open(name);
        await keepOrigin(channelId, { origins: open('origin'), blocks: table('block') }, options.origin);
        return new LevelLedgerStore(table, log, options.origin);
    }

    async height(): Promise<bigint> {
        const encoded = await this.#meta.get(HEIGHT);
        return encoded === undefined ? (this.origin?.firstBlock ?? 0n) : encoded.readBigUInt64BE();
    }

    block(number: bigint): Promise<Buffer | undefined> {
        return this.#blocks.get(numberKey(number));
    }

    async blockNumberOf(hash: Uint8Array): Promise<bigint | undefined> {
        // Level has no empty keys.
        const encoded = hash.length === 0 ? undefined : await this.#hashes.get(Buffer.from(hash));
        return encoded?.readBigUInt64BE();
    }

    async transaction(txId: string): Promise<TransactionLocation | undefined> {
        const encoded = await this.#transactions.get(Buffer.from(txId));
        return encoded && location.decode(encoded);
    }

    async hasTransaction(txId: string): Promise<boolean> {
        return (await this.transaction(txId)) !== undefined;
    }

    async state(namespace: string, key: string): Promise<VersionedValue | undefined> {
        const encoded = await this.#state.get(stateKey(namespace, key));
        return encoded && decodeVersionedValue(encoded);
    }

    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry> {
        const rows = this.#state.iterator({ gte: stateKey(namespace, startKey), lt: endOfScan(namespace, endKey) });
        return new LevelScan(rows, (key, value) => ({
            key: keyOfState(namespace, key),
            ...decodeVersionedValue(value),
        }));
    }

    history(namespace: string, key: string): Scan<KeyModification> {
        const prefix = historyPrefix(namespace, key);
        const rows = this.#history.iterator({
            gte: prefix,
            lte: Buffer.concat([prefix, LAST_VERSION]),
            reverse: true,
        });
        return new LevelScan(rows, (_, value) => keyModification.decode(value));
    }

    async privateWrites(number: bigint): Promise<PrivateWrites[]> {
        const rows = await this.#privateWrites.iterator({ gte: numberKey(number), lt: numberKey(number + 1n) }).all();
        return rows.map(([key, value]) => decodePrivateWrites(key, value));
    }

    async privateWritesOf(key: PrivateKey): Promise<Version[]> {
        const prefix = privateKeyPrefix(key);
        const keys = await this.#privateKeys.keys({ gte: prefix, lte: Buffer.concat([prefix, LAST_VERSION]) }).all();
        return keys.map(heightOfPrivateKey);
    }

    async expiring(number: bigint): Promise<Expiry[]> {
        const [gte, lt] = [numberKey(number), numberKey(number + 1n)];
        const rows = await this.#expiry.iterator({ gte, lt }).all();
        return rows.map(([key, value]) => decodeExpiry(key, value));
    }

    append(update: BlockUpdate): Promise<void> {
        return this.#log.write(this.#operations(update));
    }

    async definitions(): Promise<Map<string, Buffer>> {
        const rows = await this.#definitions.iterator().all();
        return new Map(rows.map(([name, encoded]) => [name.toString(), encoded]));
    }

    define(name: string, encoded: Uint8Array): Promise<void> {
        return this.#log.write([put(this.#definitions, Buffer.from(name), Buffer.from(encoded))]);
    }

    get marks(): readonly ChannelMark[] {
        return this.#log.marks;
    }

    async mark(options: ChannelMarkOptions): Promise<ChannelMark> {
        return await this.#log.mark({ name: options.name, at: options.at, height: await this.height() });
    }

    revert(mark: ChannelMark): Promise<void> {
        return this.#log.revert(mark);
    }

    forget(mark: ChannelMark): Promise<void> {
        return this.#log.forget(mark);
    }

    /** The tables go with their database, which its owner closes. */
    close(): Promise<void> {
        return Promise.resolve();
    }

    #operations(update: BlockUpdate): LedgerOperation[] {
        const number = numberKey(update.number);
        const operations = [
            put(this.#blocks, number, Buffer.from(update.block)),
            put(this.#hashes, Buffer.from(update.hash), number),
            put(this.#meta, HEIGHT, numberKey(update.number + 1n)),
            ...this.#privateOperations(update),
        ];
        for (const transaction of update.transactions)
            operations.push(put(this.#transactions, Buffer.from(transaction.txId), location.encode(transaction)));
        for (const { namespace, key, value } of update.state) {
            const encodedKey = stateKey(namespace, key);
            operations.push(putOrDelete(this.#state, encodedKey, value && encodeVersionedValue(value)));
        }
        for (const { namespace, key, version, modification } of update.history)
            operations.push(
                put(this.#history, historyKey(namespace, key, version), keyModification.encode(modification)),
            );
        for (const expiry of update.expiries ?? [])
            operations.push(put(this.#expiry, expiryKey(expiry), encodeExpiry(expiry)));
        for (const expiry of update.expired ?? [])
            operations.push(putOrDelete(this.#expiry, expiryKey(expiry), undefined));
        return operations;
    }

    #privateOperations({ privateWrites = [] }: BlockUpdate): LedgerOperation[] {
        return privateWrites.flatMap((change) => [
            putOrDelete(this.#privateWrites, privateWritesKey(change), change.set && encodePrivateWriteSet(change.set)),
            ...indexRows(change).map(({ key, value }) => putOrDelete(this.#privateKeys, key, value)),
        ]);
    }
}

interface Rows {
    nextv(size: number): Promise<[Buffer, Buffer][]>;
    close(): Promise<void>;
}

class LevelScan<T> implements Scan<T> {
    readonly #rows: Rows;
    readonly #decode: (key: Buffer, value: Buffer) => T;
    #fetched: [Buffer, Buffer][] = [];
    #at = 0;
    #closed = false;

    constructor(rows: Rows, decode: (key: Buffer, value: Buffer) => T) {
        this.#rows = rows;
        this.#decode = decode;
    }

    async next(): Promise<T | undefined> {
        if (this.#closed) return undefined;
        if (this.#at === this.#fetched.length) {
            this.#fetched = await this.#rows.nextv(ROWS_AT_ONCE);
            this.#at = 0;
        }
        const row = this.#fetched[this.#at];
        if (row === undefined) return undefined;
        this.#at++;
        return this.#decode(...row);
    }

    async close(): Promise<void> {
        this.#closed = true;
        await this.#rows.close();
    }
}
