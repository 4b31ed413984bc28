import { LocalPeerError } from '../errors';
import { numberKey } from '../records/number-key';
import type { ChannelMark } from './channel-mark';
import type { LedgerDatabase } from './ledger-database';
import { type LedgerOperation, type LedgerTable, put, putOrDelete } from './ledger-table';
import { decodeMark, decodeUndoRecord, encodeMark, encodeUndoRecord, type FormerRow } from './undo-record';

const GONE =
    'the mark does not hold any more: the ledger went back to one that was taken before it, or it was forgotten, or it is ' +
    "another ledger's; take a new one";

export interface UndoLogOptions {
    readonly database: LedgerDatabase;
    /** What can be undone, by the names under which records know it. */
    readonly tables: ReadonlyMap<string, LedgerTable>;
    /** Those of the tables in which no row takes the place of another one: they are not read before. */
    readonly growing: ReadonlySet<string>;
    readonly records: LedgerTable;
    readonly marks: LedgerTable;
    readonly sync: boolean;
}

/**
 * Writes a ledger's batches, and keeps what each of them replaces from the oldest mark on, so that a revert costs what
 * has changed since, and not what there is.
 *
 * U1 Without a mark nothing is kept, and nothing is read before a batch.
 * U2 A batch and the record of what it replaces are in the database together, or neither is.
 * U3 A revert is one batch. It ends the marks that were taken after.
 */
export class UndoLog {
    readonly #options: UndoLogOptions;
    readonly #names: ReadonlyMap<LedgerTable, string>;
    readonly #marks = new Set<ChannelMark>();
    /** The number of the next record. */
    #next = 0n;
    /** Batches come one after the other: each record has what the one before has left. */
    #turn: Promise<unknown> = Promise.resolve();

    private constructor(options: UndoLogOptions) {
        this.#options = options;
        this.#names = new Map(Array.from(options.tables, ([name, table]) => [table, name]));
    }

    /** Opens what the database has; what was kept for marks without a name is dropped. */
    static async open(options: UndoLogOptions): Promise<UndoLog> {
        const log = new UndoLog(options);
        for (const [name, encoded] of await options.marks.iterator().all())
            log.#marks.add(decodeMark(name.toString(), encoded));
        const [last] = await options.records.keys({ reverse: true, limit: 1 }).all();
        const positions = Array.from(log.#marks, ({ position }) => position);
        const next = last === undefined ? 0n : last.readBigUInt64BE() + 1n;
        log.#next = positions.reduce((highest, position) => (position > highest ? position : highest), next);
        await log.#trim();
        return log;
    }

    /** The marks that hold, the oldest first. */
    get marks(): readonly ChannelMark[] {
        return [...this.#marks].sort((left, right) => Number(left.position - right.position));
    }

    /** Writes a batch; what it replaces is kept if there is a mark. */
    write(operations: readonly LedgerOperation[]): Promise<void> {
        return this.#inTurn(async () => {
            if (this.#marks.size === 0) {
                await this.#batch(operations);
                return;
            }
            const former = await this.#formerRows(operations);
            await this.#batch([
                ...operations,
                put(this.#options.records, numberKey(this.#next), encodeUndoRecord(former)),
            ]);
            this.#next++;
        });
    }

    /** Takes a mark; another one of its name is forgotten. */
    mark({ name, at, height }: Pick<ChannelMark, 'name' | 'at' | 'height'>): Promise<ChannelMark> {
        return this.#inTurn(async () => {
            const mark = Object.freeze({ name, position: this.#next, height, at });
            const before = [...this.#marks].filter((other) => name !== undefined && other.name === name);
            if (name !== undefined) await this.#batch([put(this.#options.marks, Buffer.from(name), encodeMark(mark))]);
            for (const other of before) this.#marks.delete(other);
            this.#marks.add(mark);
            await this.#trim();
            return mark;
        });
    }

    /** Undoes all that was written since a mark. @throws LocalPeerError MARK_GONE where it does not hold */
    revert(mark: ChannelMark): Promise<void> {
        return this.#inTurn(async () => {
            if (!this.#marks.has(mark)) throw new LocalPeerError('MARK_GONE', GONE);
            const since = { gte: numberKey(mark.position) };
            const records = await this.#options.records.iterator(since).all();
            const later = [...this.#marks].filter(({ position }) => position > mark.position);
            await this.#batch([
                ...this.#undoing(records.map(([, encoded]) => encoded)),
                ...records.map(([key]) => putOrDelete(this.#options.records, key, undefined)),
                ...later.flatMap((one) => this.#deletionOf(one)),
            ]);
            for (const one of later) this.#marks.delete(one);
            this.#next = mark.position;
        });
    }

    /** Forgets a mark, and what was kept for it alone. Idempotent. */
    forget(mark: ChannelMark): Promise<void> {
        return this.#inTurn(async () => {
            if (!this.#marks.has(mark)) return;
            await this.#batch(this.#deletionOf(mark));
            this.#marks.delete(mark);
            await this.#trim();
        });
    }

    /** Of a row that several batches have changed, the oldest record counts. */
    #undoing(records: readonly Buffer[]): LedgerOperation[] {
        const rows = new Map<string, FormerRow>();
        for (const encoded of [...records].reverse())
            for (const row of decodeUndoRecord(encoded)) rows.set(`${row.table} ${row.key.toString('latin1')}`, row);
        return Array.from(rows.values(), ({ table, key, value }) => {
            const sublevel = this.#options.tables.get(table);
            if (sublevel === undefined)
                throw new Error(`an undo record names the table '${table}', which there is not`);
            return putOrDelete(sublevel, key, value);
        });
    }

    async #formerRows(operations: readonly LedgerOperation[]): Promise<FormerRow[]> {
        const byTable = new Map<LedgerTable, Buffer[]>();
        for (const { sublevel, key } of operations) {
            const keys = byTable.get(sublevel) ?? [];
            byTable.set(sublevel, keys);
            keys.push(key);
        }
        const rows = Array.from(byTable, ([table, keys]) => this.#formerRowsOf(table, keys));
        return (await Promise.all(rows)).flat();
    }

    async #formerRowsOf(sublevel: LedgerTable, keys: Buffer[]): Promise<FormerRow[]> {
        const table = this.#names.get(sublevel);
        if (table === undefined) throw new Error('a batch changes a table that cannot be undone');
        if (this.#options.growing.has(table)) return keys.map((key) => ({ table, key, value: undefined }));
        const values = await sublevel.getMany(keys);
        return keys.map((key, index) => ({ table, key, value: values[index] }));
    }

    #deletionOf({ name }: ChannelMark): LedgerOperation[] {
        return name === undefined ? [] : [putOrDelete(this.#options.marks, Buffer.from(name), undefined)];
    }

    /** Drops the records that no mark needs. */
    async #trim(): Promise<void> {
        const [oldest] = this.marks;
        await this.#options.records.clear({ lt: numberKey(oldest?.position ?? this.#next) });
    }

    async #batch(operations: readonly LedgerOperation[]): Promise<void> {
        const options = { keyEncoding: 'buffer', valueEncoding: 'buffer', sync: this.#options.sync };
        await this.#options.database.batch<Buffer, Buffer>([...operations], options);
    }

    #inTurn<T>(work: () => Promise<T>): Promise<T> {
        const result = this.#turn.then(work);
        // Who has asked for it gets the error.
        this.#turn = result.catch(() => undefined);
        return result;
    }
}
