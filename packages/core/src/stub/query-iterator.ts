import { pageMetadata, type RowPage } from '@heddle/protocol';
import { readAnswer, unreadable } from '../transaction/peer-answer';

/** How an iterator goes on behind its first page. */
export interface Cursor<T> {
    /** Is told of each row. */
    taken(row: T): void;
    /** Is told of the rows of a page that are taken together. */
    takenTogether(rows: readonly T[]): void;
    /**
     * Asks for the page behind this one.
     * @param caller the iterator's method that the author called
     */
    next(id: string, caller: unknown): Promise<RowPage<T>>;
    /** Frees what the peer holds for the rows that are left. */
    close(id: string, caller: unknown): Promise<unknown>;
}

/** What `next` answers. `value` is typed as always present, as in fabric-shim: look at `done` before you use it. */
export interface NextResult<T> {
    readonly value: T;
    readonly done: boolean;
}

const END = { value: undefined as never, done: true } as const;

/**
 * Rows of a query, fetched page by page (at most 100 rows each) as they are asked for. `for await` closes it in any
 * case; those who call `next` call `close` when they stop before the end. What is left open, the peer frees at the end
 * of the transaction.
 */
export interface QueryIterator<T> extends AsyncIterable<T> {
    /** The next row; `{ done: true }` behind the last one, and after `close`. */
    next(): Promise<NextResult<T>>;
    /**
     * The rows that are left, in arrays as the peer hands them out, at most 100 each and none of them empty. `for await`
     * takes two promises for each turn: a loop over these takes them for a page instead of for a row.
     */
    pages(): AsyncIterable<T[]>;
    /** Gives up the rows that are left. What was read to its end, the peer has closed by itself. Idempotent. */
    close(): Promise<void>;
}

/** An iterator of fabric-shim's form, which has rows alone. */
export type RowIterator<T> = Omit<QueryIterator<T>, 'pages'>;

/** The rows of a query from one page to the next, by a cursor. */
class PagedRows<T> {
    readonly #cursor: Cursor<T>;
    #page: RowPage<T>;
    #fetching: Promise<RowPage<T>> | undefined;
    #closed = false;

    constructor(first: RowPage<T>, cursor: Cursor<T>) {
        this.#page = first;
        this.#cursor = cursor;
    }

    next(caller: unknown): Promise<NextResult<T>> {
        if (this.#closed) return Promise.resolve(END);
        // Without an async function around it, which for most rows would take longer than to decode them.
        let value: T | undefined;
        try {
            value = this.#page.take();
        } catch (cause) {
            return Promise.reject(unreadable(cause));
        }
        return value === undefined ? this.#nextBehindPage(caller) : Promise.resolve(this.#taken(value));
    }

    async #nextBehindPage(caller: unknown): Promise<NextResult<T>> {
        while (!this.#closed) {
            const value = readAnswer(() => this.#page.take());
            if (value !== undefined) return this.#taken(value);
            if (!this.#page.hasMore) break;
            await this.#turnPage(caller);
        }
        return END;
    }

    /** The rows that are left of the page, or else those of the next one. */
    async nextPage(caller: unknown): Promise<NextResult<T[]>> {
        while (!this.#closed) {
            const rows = readAnswer(() => this.#page.takeAll());
            if (rows.length > 0) {
                this.#cursor.takenTogether(rows);
                return { value: rows, done: false };
            }
            if (!this.#page.hasMore) break;
            await this.#turnPage(caller);
        }
        return END;
    }

    #taken(value: T): NextResult<T> {
        this.#cursor.taken(value);
        return { value, done: false };
    }

    async close(caller: unknown): Promise<void> {
        if (this.#closed) return;
        this.#closed = true;
        if (this.#page.hasMore) await this.#cursor.close(this.#page.id, caller);
    }

    /** Once for all that ask at the same time. */
    async #turnPage(caller: unknown): Promise<void> {
        const turning = (this.#fetching ??= this.#cursor.next(this.#page.id, caller));
        try {
            const page = await turning;
            if (this.#fetching !== turning) return;
            this.#page = page;
        } finally {
            if (this.#fetching === turning) this.#fetching = undefined;
        }
    }
}

/** Makes the iterator of a query. Its methods need no `this`: they work behind a Proxy, and taken off the iterator. */
export function pagedIterator<T>(first: RowPage<T>, cursor: Cursor<T>): QueryIterator<T> {
    const rows = new PagedRows(first, cursor);
    const next = (): Promise<NextResult<T>> => rows.next(next);
    const close = (): Promise<void> => rows.close(close);
    const closeEarly = async (): Promise<typeof END> => {
        await close();
        return END;
    };
    function pages(): AsyncIterable<T[]> {
        const nextPage = (): Promise<IteratorResult<T[]>> => rows.nextPage(nextPage);
        return { [Symbol.asyncIterator]: () => ({ next: nextPage, return: closeEarly }) };
    }
    return {
        next,
        close,
        pages,
        [Symbol.asyncIterator]: () => ({ next: next as () => Promise<IteratorResult<T>>, return: closeEarly }),
    };
}

/** How many rows a page has, and where the next one begins. */
export interface QueryResponseMetadata {
    /** Fewer than were asked for on the last page. */
    readonly fetchedRecordsCount: number;
    /**
     * For the next page. It does not mark the last page: behind the last page it is `''` on LevelDB, the range's end on
     * CouchDB, and for a selector one that leads to an empty page.
     */
    readonly bookmark: string;
}

/** One page of a query. */
export interface StateQueryResponse<T> {
    readonly iterator: QueryIterator<T>;
    readonly metadata: QueryResponseMetadata;
}

/** The metadata of a paginated query's page. */
export function metadataOf(page: RowPage<unknown>): QueryResponseMetadata {
    return readAnswer(() => pageMetadata.decode(page.metadata));
}

/** A query that was started: await it for its iterator, or loop over its rows, or pages of them, with `for await` at once. */
export type Query<T, Result = QueryIterator<T>> = Promise<Result> & AsyncIterable<T> & Pick<QueryIterator<T>, 'pages'>;

/** Lets a loop run over what a promise resolves to; `iteratorOf` finds the rows in it. */
export function iterable<T, Result>(
    promise: Promise<Result>,
    iteratorOf: (result: Result) => QueryIterator<T>,
): Query<T, Result> {
    const rows = promisedLoop(async () => iteratorOf(await promise)[Symbol.asyncIterator]());
    const pages = promisedLoop(async () =>
        iteratorOf(await promise)
            .pages()
            [Symbol.asyncIterator](),
    );
    return Object.assign(promise, {
        [Symbol.asyncIterator]: rows,
        pages: () => ({ [Symbol.asyncIterator]: pages }),
    });
}

/** Makes iterators of what is still to come. */
function promisedLoop<T>(begin: () => Promise<AsyncIterator<T>>): () => AsyncIterator<T> {
    return () => {
        let started: AsyncIterator<T> | undefined;
        const start = async (): Promise<AsyncIterator<T>> => (started ??= await begin());
        return {
            next: () => started?.next() ?? start().then((iterator) => iterator.next()),
            return: () => started?.return?.() ?? Promise.resolve(END),
        };
    };
}
