import { MergedRange } from './merge';
import type { LedgerKeyRange, SeenRow, TransactionView } from './view';

/** Which rows a query chooses, and how they are read. */
export interface RowSource<T> {
    /** For errors, such as `find of lot`. */
    readonly operation: string;
    readonly view: TransactionView;
    readonly range: LedgerKeyRange;
    /** Tells by its key whether what stands in the range is of the entity: other code may have keys beside it. */
    isOurs(found: SeenRow): boolean;
    /** Tells the rows that `decode` will have. */
    isVisible(found: SeenRow): boolean;
    /**
     * The rows to which what stands in the range leads: by keys, these very rows.
     * @param moment what the transaction had done when the scan began
     */
    follow(found: readonly SeenRow[], moment: number): readonly SeenRow[] | Promise<readonly SeenRow[]>;
    /** Makes a row of its bytes; undefined for one that belongs to another entity. */
    decode(row: SeenRow): T | undefined;
}

/** The rows of a query, in batches. To be closed in any case. */
export class RowScan<T> {
    readonly #source: RowSource<T>;
    readonly #range: MergedRange;
    #found: readonly SeenRow[] = [];
    #taken = 0;

    /** @param range the source's, or a part of it */
    constructor(source: RowSource<T>, range: LedgerKeyRange = source.range) {
        this.#source = source;
        this.#range = new MergedRange(source.view, source.operation, range);
    }

    /** What stands next in the range, at most so many, as far as the peer has handed it out; none behind the last one. */
    async nextFound(most: number): Promise<readonly SeenRow[]> {
        while (this.#taken >= this.#found.length) {
            const batch = await this.#range.next();
            if (batch.length === 0) return batch;
            this.#found = batch.filter((found) => this.#source.isOurs(found));
            this.#taken = 0;
        }
        const from = this.#taken;
        this.#taken = Math.min(from + most, this.#found.length);
        return from === 0 && this.#taken === this.#found.length ? this.#found : this.#found.slice(from, this.#taken);
    }

    /** The next rows; no more of them are read than are wanted. */
    async next(most = Infinity): Promise<readonly SeenRow[]> {
        const found = await this.nextFound(most);
        return found.length === 0 ? found : this.#source.follow(found, this.#range.moment);
    }

    close(): Promise<void> {
        return this.#range.close();
    }
}
