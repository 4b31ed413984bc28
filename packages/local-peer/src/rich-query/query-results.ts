import type { Scan, StateEntry } from '../ledger/ledger-store';
import { PatternTime } from '../patterns/pattern-time';
import { choosePlan, type Plan } from './choose-index';
import { collateLists } from './collate';
import { couchError } from './couch-error';
import { documentOf, type StoredValue, storedValue } from './document';
import { compareTerms } from './erlang-term';
import { parsePath, valueAt } from './field-path';
import type { Index } from './index-definition';
import { canonicalJson, type Json, type JsonObject } from './json';
import type { KeyRange } from './key-ranges';
import { matcherOf, type Predicate } from './match-selector';
import type { Query } from './parse-query';
import { project } from './projection';
import { readJson } from './read-json';

/** A document in the order of the index by which it is found. */
interface Row {
    readonly entry: StateEntry;
    readonly stored: StoredValue;
    readonly document: JsonObject;
    /** The values of the index's fields; empty without an index. */
    readonly key: readonly Json[];
}

/** The rows that a query looks at, in order. */
interface Candidates {
    readonly rows: readonly Row[];
    /** Whether it finds one. */
    readonly matches: Predicate;
    /** Whether CouchDB did not look for any. */
    readonly isEmpty: boolean;
    /** The index by which they were found. */
    readonly index: Index | undefined;
}

/** Where a row is among the others. */
interface Place {
    readonly id: string;
    readonly key: readonly Json[];
}

/** What CouchDB gives where it was asked with no bookmark, and finds nothing; it does not take it. */
const NO_BOOKMARK = 'nil';

/** core.yaml's ledger.state.couchDBConfig.internalQueryLimit: a peer asks CouchDB for no more at once. */
const BATCH_ROWS = 1000;

export interface QueryResultsOptions {
    readonly indexes: readonly Index[];
    /** Rows that are wanted at most. Default: all. */
    readonly limit?: number;
    /** Is told of each row that is given out. Default: nobody is told. */
    readonly onRow?: (entry: StateEntry) => void;
    /** Is told where rows are passed over again, at the second and each further batch. Default: nobody is told. */
    readonly onSkipAgain?: () => void;
    /** What its expressions may take on all values. Default: two seconds. */
    readonly time?: PatternTime;
}

/**
 * The results of a query, as a peer gets them from CouchDB: in the order of the index, or of ids, a batch of 1,000 after
 * the other, each of which passes over as many rows as the query's `skip` says (fabric, statecouchdb.go, queryScanner).
 */
export class QueryResults implements Scan<StateEntry> {
    /** The index by which they were found, as `use_index` names it; undefined where all documents were looked at. */
    readonly index: string | undefined;
    readonly #rows: readonly Row[];
    readonly #query: Query;
    readonly #options: QueryResultsOptions;
    readonly #matches: Predicate;
    readonly #isEmpty: boolean;
    /** The next row to be looked at. */
    #next: number;
    #batch: readonly Row[] = [];
    #at = 0;
    #given = 0;
    #bookmark: string;

    private constructor({ rows, matches, isEmpty, index }: Candidates, query: Query, options: QueryResultsOptions) {
        this.#rows = rows;
        this.#query = query;
        this.#options = options;
        this.#matches = matches;
        this.#isEmpty = isEmpty;
        this.index = index === undefined ? undefined : nameOfIndex(index);
        this.#bookmark = query.bookmark ?? NO_BOOKMARK;
        const { bookmark } = query;
        this.#next = isEmpty || bookmark === undefined ? 0 : placeBehind(rows, bookmark, comparison(query));
    }

    /** @throws Error in CouchDB's words where it does not take the query, or fails at it */
    static async find(states: Scan<StateEntry>, query: Query, options: QueryResultsOptions): Promise<QueryResults> {
        try {
            const plan = choosePlan(query, options.indexes);
            const { isEmpty, index } = plan;
            const { time = new PatternTime() } = options;
            const rows = isEmpty ? [] : await readRows(states, plan, time);
            // By their ids they come in order.
            if (index !== undefined) rows.sort(comparison(query));
            else if (query.sort.descending) rows.reverse();
            const matches = matcherOf(query.selector, time);
            const results = new QueryResults({ rows, matches, isEmpty, index }, query, options);
            results.#fill();
            return results;
        } finally {
            await states.close();
        }
    }

    next(): Promise<StateEntry | undefined> {
        if (this.#at === BATCH_ROWS) {
            if (this.#query.skip > 0) this.#options.onSkipAgain?.();
            this.#fill();
        }
        const row = this.#batch[this.#at];
        if (row === undefined) return Promise.resolve(undefined);
        this.#at++;
        this.#given++;
        this.#options.onRow?.(row.entry);
        return Promise.resolve({ ...row.entry, value: valueOf(row) });
    }

    /** Behind the last row; what was asked with where there is none; nothing where CouchDB did not look. */
    bookmark(): Promise<string> {
        return Promise.resolve(this.#isEmpty ? '' : this.#bookmark);
    }

    close(): Promise<void> {
        this.#batch = [];
        this.#at = 0;
        return Promise.resolve();
    }

    #fill(): void {
        const limit = Math.min(BATCH_ROWS, (this.#options.limit ?? Infinity) - this.#given);
        const batch: Row[] = [];
        let toSkip = this.#query.skip;
        // One that is passed over moves the bookmark, too.
        let last: Row | undefined;
        while (batch.length < limit && this.#next < this.#rows.length) {
            const row = this.#rows[this.#next++];
            if (row === undefined || !this.#matches(row.document)) continue;
            last = row;
            // A field that CouchDB cannot follow is found out by any document.
            const projected = projectionOf(row, this.#query.fields);
            if (toSkip > 0) toSkip--;
            else batch.push({ ...row, document: projected });
        }
        if (last !== undefined) this.#bookmark = encodeBookmark(placeOf(last));
        this.#batch = batch;
        this.#at = 0;
    }
}

function nameOfIndex({ ddoc, name }: Index): string {
    return `${ddoc.replace(/^_design\//, '')}/${name}`;
}

async function readRows(states: Scan<StateEntry>, { index, ranges }: Plan, time: PatternTime): Promise<Row[]> {
    const rows: Row[] = [];
    const keyOf = index === undefined ? () => [] : keysIn(index, time);
    const isWanted = index === undefined ? idFilter(ranges) : keyFilter(ranges);
    for (let entry = await states.next(); entry !== undefined; entry = await states.next()) {
        const stored = storedValue(entry.value);
        const document = documentOf(entry, stored);
        const key = keyOf(document);
        const row = key === undefined ? undefined : { entry, stored, document, key };
        if (row !== undefined && isWanted(row)) rows.push(row);
    }
    return rows;
}

/** The key of a document in an index; undefined for one that is not in it. */
function keysIn({ columns, partial }: Index, time: PatternTime): (document: JsonObject) => readonly Json[] | undefined {
    const isIn = partial === undefined ? () => true : matcherOf(partial, time);
    const paths = columns.map(parsePath);
    return (document) => {
        if (!isIn(document)) return undefined;
        const key = paths.map((path) => valueAt(document, path));
        return key.every((value) => value !== undefined) ? key : undefined;
    };
}

function idFilter([range]: readonly KeyRange[]): (row: Row) => boolean {
    return ({ entry: { key } }) =>
        (range?.low === undefined || compareTerms(key, range.low.value) >= 0) &&
        (range?.high === undefined || compareTerms(key, range.high.value) <= 0);
}

/** As far as the fields of an index have a range. */
function keyFilter(ranges: readonly KeyRange[]): (row: Row) => boolean {
    const low = boundOf(ranges.map((range) => range.low));
    const high = boundOf(ranges.map((range) => range.high));
    return ({ key }) =>
        collateLists(key.slice(0, low.length), low) >= 0 && collateLists(key.slice(0, high.length), high) <= 0;
}

function boundOf(bounds: readonly KeyRange['low'][]): Json[] {
    const end = bounds.indexOf(undefined);
    return (end < 0 ? bounds : bounds.slice(0, end)).flatMap((bound) => (bound === undefined ? [] : [bound.value]));
}

type Compare = (left: Row, right: Row) => number;

function comparison({ sort }: Query): Compare {
    const direction = sort.descending ? -1 : 1;
    return (left, right) => direction * comparePlaces(placeOf(left), placeOf(right));
}

function comparePlaces(left: Place, right: Place): number {
    return collateLists(left.key, right.key) || compareTerms(left.id, right.id);
}

function placeOf({ entry, key }: Row): Place {
    return { id: entry.key, key };
}

/** CouchDB goes to the row that a bookmark is of, or to the one behind it if that has gone, and begins with the next. */
function placeBehind(rows: readonly Row[], bookmark: string, compare: Compare): number {
    const { id, key } = decodeBookmark(bookmark);
    const at = rows.findIndex((row) => compare(row, { ...row, entry: { ...row.entry, key: id }, key }) >= 0);
    return at < 0 ? rows.length : at + 1;
}

/** A document is written anew; what hangs on one is given back as it was put, if the fields do not leave it out. */
function valueOf({ entry, stored, document }: Row): Buffer {
    if (stored.isAttached && Object.hasOwn(document, '_attachments')) return entry.value;
    const { _id, _rev, '~version': _version, ...others } = document;
    return Buffer.from(canonicalJson(others));
}

function projectionOf({ document }: Row, fields: readonly string[] | undefined): JsonObject {
    return fields === undefined ? document : project(document, fields);
}

function encodeBookmark({ id, key }: Place): string {
    return Buffer.from(canonicalJson([id, key])).toString('base64url');
}

function decodeBookmark(bookmark: string): Place {
    try {
        const [id, key] = readJson(Buffer.from(bookmark, 'base64url').toString()) as [string, Json[]];
        if (typeof id === 'string' && Array.isArray(key)) return { id, key };
    } catch {
        // Said below.
    }
    throw couchError('invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(bookmark)}`);
}
