import { MergedRange } from './merge';
import type { LedgerKeyRange, SeenRow, TransactionView } from './view';

/** What stands in the range of a query, and the row to which it leads. */
export interface FoundRow {
    /** The key that stands in the range. */
    readonly found: string;
    /** The row's key: by keys, the same one. */
    readonly key: string;
    /** The row's bytes; undefined where they are still to be read. */
    readonly value: Buffer | undefined;
}

/** Which rows a query chooses, and how they are read. */
export interface RowSource<T> {
    /** For errors, such as `find of lot`. */
    readonly operation: string;
    readonly view: TransactionView;
    readonly range: LedgerKeyRange;
    /** The row to which a key leads; undefined for one that is not of the entity: other code may have keys beside it. */
    lead(found: SeenRow): FoundRow | undefined;
    /** Tells the rows that `decode` will have. */
    isVisible(row: FoundRow): boolean;
    /**
     * Reads the rows that are still to be read.
     * @param moment what the transaction had done when the scan began
     */
    read(rows: readonly FoundRow[], moment: number): readonly FoundRow[] | Promise<readonly FoundRow[]>;
    /** Makes a row of its bytes; undefined for one that belongs to another entity. */
    decode(row: FoundRow): T | undefined;
}

/** The rows of a query, in batches. To be closed in any case. */
export class RowScan<T> {
    readonly #source: RowSource<T>;
    readonly #range: MergedRange;
    #found: readonly FoundRow[] = [];
    #taken = 0;

    /** @param range the source's, or a part of it */
    constructor(source: RowSource<T>, range: LedgerKeyRange = source.range) {
        this.#source = source;
        this.#range = new MergedRange(source.view, source.operation, range);
    }

    /** What stands next in the range, at most so many, as far as the peer has handed it out; none behind the last one. */
    async nextFound(most: number): Promise<readonly FoundRow[]> {
        while (this.#taken >= this.#found.length) {
            const batch = await this.#range.next();
            if (batch.length === 0) return [];
            this.#found = batch.map((found) => this.#source.lead(found)).filter((row) => row !== undefined);
            this.#taken = 0;
        }
        const from = this.#taken;
        this.#taken = Math.min(from + most, this.#found.length);
        return from === 0 && this.#taken === this.#found.length ? this.#found : this.#found.slice(from, this.#taken);
    }

    /** The next rows; no more of them are read than are wanted. */
    async next(most = Infinity): Promise<readonly FoundRow[]> {
        const found = await this.nextFound(most);
        return found.length === 0 ? found : this.#source.read(found, this.#range.moment);
    }

    close(): Promise<void> {
        return this.#range.close();
    }
}
