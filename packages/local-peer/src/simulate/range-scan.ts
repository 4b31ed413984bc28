import type { Scan, StateEntry } from '../ledger/ledger-store';
import { RangeDigest } from '../records/range-digest';
import type { RangeRead } from '../records/read-write-set';
import { readEntry, type StateDatabase } from './state-database';

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
    readonly #stateDatabase: StateDatabase;
    readonly #digest = new RangeDigest();
    #given = 0;
    #lastKey = '';
    #exhausted = false;

    constructor(rows: Scan<StateEntry>, query: RangeQuery, stateDatabase: StateDatabase) {
        this.namespace = query.namespace;
        this.#rows = rows;
        this.#query = query;
        this.#stateDatabase = stateDatabase;
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
        return readEntry(this.#stateDatabase, row);
    }

    /**
     * The key at which the next page begins; closes the scan. At the end it is empty, but the range's own end where the
     * state is in CouchDB (fabric, statecouchdb/couchdb.go, readDocRange).
     */
    async bookmark(): Promise<string> {
        const row = await this.#rows.next();
        await this.close();
        return row?.key ?? (this.#stateDatabase === 'couchdb' ? this.#query.endKey : '');
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
            rows: this.#given,
            rawReads: undefined,
            merkleHashes: undefined,
            ...this.#digest.finish(),
        };
    }

    get #isPageFull(): boolean {
        return this.#query.pageSize > 0 && this.#given >= this.#query.pageSize;
    }
}
