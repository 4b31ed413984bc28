import { compareKeys, type LedgerRows } from '@heddle/core/internal';
import type { LedgerKeyRange, PendingRow, SeenRow, TransactionView } from './view';

/**
 * A peer ends a range at its `totalQueryLimit` without a word; operators set that to thousands, if at all. So a range that
 * has had as many rows is asked again behind its last one, until nothing comes.
 */
const SUSPICIOUS_ROWS = 1_000;

/**
 * The rows of a range as the transaction saw them when the scan began: what the peer hands out, in the order of the keys,
 * with the transaction's own writes in their places. What is written meanwhile is not among them, so that a loop that
 * moves the rows it finds comes to its end.
 */
export class MergedRange {
    /** What the transaction had done when the scan began: see TransactionView.readFound. */
    readonly moment: number;
    readonly #view: TransactionView;
    readonly #operation: string;
    readonly #range: LedgerKeyRange;
    readonly #pending: readonly PendingRow[];
    #nextPending = 0;
    /** Those with more behind them. */
    #rows: LedgerRows | undefined;
    /** How many rows the peer has handed out, and how many since it was asked for a range. */
    #count = 0;
    #sinceAsked = 0;
    #last: string | undefined;
    #isOver = false;
    #isClosed = false;

    /** @param operation names the scan in errors, such as `find of lot` */
    constructor(view: TransactionView, operation: string, range: LedgerKeyRange) {
        this.#view = view;
        this.#operation = operation;
        this.#range = range;
        this.moment = view.scanBegins();
        this.#pending = view.pendingIn(range);
        // No value is within the bounds.
        if (range.endKey !== '' && compareKeys(range.startKey, range.endKey) >= 0) this.#end();
    }

    /** The next rows, as many as the peer hands out at once and those between them; none behind the last one. */
    async next(): Promise<SeenRow[]> {
        const batch: SeenRow[] = [];
        while (batch.length === 0 && !this.#isOver) await this.#turn(batch);
        return batch;
    }

    /** Ends the scan, and gives up the rows that are left. To be called in any case; idempotent. */
    async close(): Promise<void> {
        const rows = this.#rows;
        this.#end();
        if (!this.#isClosed) this.#view.scanEnded();
        this.#isClosed = true;
        if (rows !== undefined) await this.#view.ledger.closeRows(rows);
    }

    #end(): void {
        this.#isOver = true;
        this.#rows = undefined;
    }

    async #turn(batch: SeenRow[]): Promise<void> {
        const rows = await this.#ask();
        for (let row = rows.take(); row !== undefined; row = rows.take()) this.#merge(row, batch);
        this.#rows = rows.hasMore ? rows : undefined;
        if (rows.hasMore || (this.#count >= SUSPICIOUS_ROWS && this.#sinceAsked > 0)) return;
        this.#takePending(batch, undefined);
        this.#end();
    }

    async #ask(): Promise<LedgerRows> {
        const { ledger } = this.#view;
        try {
            return await (this.#rows === undefined ? this.#askBehindLast() : ledger.nextRows(this.#rows));
        } catch (error) {
            this.#rows = undefined;
            this.#end();
            throw error;
        }
    }

    #askBehindLast(): Promise<LedgerRows> {
        this.#sinceAsked = 0;
        // U+0000 is below every character: no key stands between the last one and this.
        const startKey = this.#last === undefined ? this.#range.startKey : `${this.#last}\u0000`;
        return this.#view.ledger.range(this.#operation, { ...this.#range, startKey });
    }

    #merge({ key, value }: SeenRow, batch: SeenRow[]): void {
        this.#count += 1;
        this.#sinceAsked += 1;
        this.#last = key;
        this.#takePending(batch, key);
        // Rows of a collection are read one by one: only then the peer compares them with their hashes.
        if (this.#range.collection === '') this.#view.remember(key, value);
        if (this.#pending[this.#nextPending]?.key !== key) batch.push({ key, value });
    }

    /** Takes the transaction's own rows up to a key; all of them where there is none. */
    #takePending(batch: SeenRow[], before: string | undefined): void {
        for (let row = this.#pending[this.#nextPending]; row !== undefined; row = this.#pending[this.#nextPending]) {
            if (before !== undefined && compareKeys(row.key, before) >= 0) return;
            if (row.value !== undefined) batch.push({ key: row.key, value: row.value });
            this.#nextPending += 1;
        }
    }
}
