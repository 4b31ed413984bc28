import type { Scan, StateEntry } from '../ledger/ledger-store';
import { compareUtf8 } from '../records/utf8-order';
import { collate } from './collate';
import { couchError } from './couch-error';
import { documentOf } from './document';
import { type FieldPath, valueAt } from './field-path';
import { canonicalJson, type Json } from './json';
import type { Query } from './parse-query';

/** A document that a query has found, and by what it is sorted. */
interface Found extends Place {
    readonly entry: StateEntry;
    readonly document: Json | undefined;
}

/** Where a row is among the others. */
interface Place {
    readonly key: string;
    readonly order: readonly Json[];
}

/** What CouchDB gives where a query has found nothing; it begins anew with it. */
const NO_BOOKMARK = 'nil';

/** The results of a query, found when it is opened; without a sort in the order of keys. */
export class QueryResults implements Scan<StateEntry> {
    readonly #rows: readonly Found[];
    readonly #query: Query;
    readonly #onRow: (entry: StateEntry) => void;
    #at = 0;

    private constructor(rows: readonly Found[], query: Query, onRow: (entry: StateEntry) => void) {
        this.#rows = rows;
        this.#query = query;
        this.#onRow = onRow;
    }

    /** @param onRow is told of each row that is given out */
    static async find(
        states: Scan<StateEntry>,
        query: Query,
        onRow: (entry: StateEntry) => void = () => undefined,
    ): Promise<QueryResults> {
        const found = await findAll(states, query);
        const direction = query.descending ? -1 : 1;
        if (query.sort.length > 0) found.sort((left, right) => direction * compare(left, right));
        const start = decodeBookmark(query.bookmark);
        const rows = start === undefined ? found : found.filter((row) => direction * compare(row, start) > 0);
        return new QueryResults(rows.slice(query.skip), query, onRow);
    }

    next(): Promise<StateEntry | undefined> {
        const row = this.#rows[this.#at];
        if (row === undefined) return Promise.resolve(undefined);
        this.#at++;
        this.#onRow(row.entry);
        return Promise.resolve({ ...row.entry, value: valueOf(row, this.#query.fields) });
    }

    /** Behind the last row that was given out. */
    bookmark(): Promise<string> {
        const last = this.#rows[this.#at - 1];
        return Promise.resolve(last === undefined ? NO_BOOKMARK : encodeBookmark(last));
    }

    close(): Promise<void> {
        this.#at = this.#rows.length;
        return Promise.resolve();
    }
}

async function findAll(states: Scan<StateEntry>, query: Query): Promise<Found[]> {
    const found: Found[] = [];
    try {
        for (let entry = await states.next(); entry !== undefined; entry = await states.next())
            found.push(...match(entry, query));
    } finally {
        await states.close();
    }
    return found;
}

/** What has not all fields of the sort is not in an index of them, and is not found. */
function match(entry: StateEntry, { matches, sort }: Query): Found[] {
    const document = documentOf(entry.value);
    const identified = { ...document, _id: entry.key };
    if (!matches(identified)) return [];
    const order = sort.map((path) => valueAt(identified, path)).filter((value) => value !== undefined);
    return order.length === sort.length ? [{ key: entry.key, entry, document, order }] : [];
}

function compare(left: Place, right: Place): number {
    const difference = collate(left.order, right.order);
    return difference === 0 ? compareUtf8(left.key, right.key) : difference;
}

/** Documents are written anew by the peer, so that their bytes may differ from those that were put. */
function valueOf({ entry, document }: Found, fields: readonly FieldPath[] | undefined): Buffer {
    if (fields === undefined) return document === undefined ? entry.value : Buffer.from(canonicalJson(document));
    const projected: Record<string, Json> = {};
    for (const path of fields) {
        const value = document === undefined ? undefined : valueAt(document, path);
        if (value !== undefined) place(projected, path, value);
    }
    return Buffer.from(canonicalJson(projected));
}

function place(target: Record<string, Json>, [name = '', ...rest]: FieldPath, value: Json): void {
    if (rest.length === 0) {
        Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
        return;
    }
    const inner = { ...(Object.hasOwn(target, name) ? (target[name] as Record<string, Json>) : {}) };
    place(inner, rest, value);
    place(target, [name], inner);
}

function encodeBookmark({ key, order }: Place): string {
    return Buffer.from(JSON.stringify([key, order])).toString('base64url');
}

function decodeBookmark(bookmark: string): Place | undefined {
    if (bookmark === '' || bookmark === NO_BOOKMARK) return undefined;
    try {
        const [key, order] = JSON.parse(Buffer.from(bookmark, 'base64url').toString()) as [string, Json[]];
        return { key, order: [...order] };
    } catch {
        throw couchError('invalid_bookmark', `Invalid bookmark value: "${bookmark}"`);
    }
}
