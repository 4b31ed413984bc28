import type { Scan, StateEntry } from '../ledger/ledger-store';
import { RangeDigest } from '../records/range-digest';
import type { RangeRead } from '../records/read-write-set';

/** A range, and how many rows of it are wanted at most; 0 for all. */
export interface RangeQuery {
    readonly namespace: string;
    readonly startKey: string;
    readonly endKey: string;
    readonly pageSize: number;
}

/** The rows of a range query, with a record of what its reader has seen (fabric, query_executor.go, resultsItr). */
export class RangeScan implements Scan<StateEntry> {
    readonly namespace: string;
    readonly #rows: Scan<StateEntry>;
    readonly #query: RangeQuery;
    readonly #digest = new RangeDigest();
    #given = 0;
    #lastKey = '';
    #exhausted = false;

    constructor(rows: Scan<StateEntry>, query: RangeQuery) {
        this.namespace = query.namespace;
        this.#rows = rows;
        this.#query = query;
    }

    async next(): Promise<StateEntry | undefined> {
        const row = this.#isPageFull ? undefined : await this.#rows.next();
        if (row === undefined) {
            this.#exhausted = true;
            return undefined;
        }
        this.#given++;
        this.#lastKey = row.key;
        this.#digest.add({ key: row.key, version: row.version });
        return row;
    }

    /** The key at which the next page begins, empty at the end; closes the scan. */
    async bookmark(): Promise<string> {
        const row = await this.#rows.next();
        await this.close();
        return row?.key ?? '';
    }

    close(): Promise<void> {
        return this.#rows.close();
    }

    /** What the commit has to find again. To be called once, after the last row. */
    recorded(): RangeRead {
        return {
            startKey: this.#query.startKey,
            endKey: this.#exhausted ? this.#query.endKey : this.#lastKey,
            exhausted: this.#exhausted,
            rawReads: undefined,
            merkleHashes: undefined,
            ...this.#digest.finish(),
        };
    }

    get #isPageFull(): boolean {
        return this.#query.pageSize > 0 && this.#given >= this.#query.pageSize;
    }
}
