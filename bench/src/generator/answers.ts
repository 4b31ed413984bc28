import { EMPTY, MessageType, queryPage, type Request, requests } from '@heddle/protocol';
import type { RangePage, StateStore } from './state-store';

/** Makes the payload of a RESPONSE from the payload of a request. */
type Answer = (payload: Buffer) => Buffer;

/** The answers of a peer to the requests that the workloads make, by the type of the request. */
export function createAnswers(store: StateStore): ReadonlyMap<number, Answer> {
    const cursors = new Cursors(store);
    return new Map([
        row(requests.getState, ({ key }) => store.get(key)),
        row(requests.getStateMultiple, ({ keys }) =>
            requests.getStateMultiple.reply.encode({ values: keys.map((key) => store.get(key)) }),
        ),
        row(requests.putState, ({ key, value }) => {
            store.put(key, value);
            return EMPTY;
        }),
        row(requests.writeBatchState, ({ records }) => {
            for (const { type, key, value } of records) {
                if (type !== MessageType.PUT_STATE) throw new Error(`no workload writes records of type ${type}`);
                store.put(key, value);
            }
            return EMPTY;
        }),
        row(requests.getStateByRange, ({ startKey, endKey }) => cursors.open(store.range(startKey, endKey))),
        row(requests.queryStateNext, ({ id }) => cursors.next(id)),
        row(requests.queryStateClose, ({ id }) => cursors.close(id)),
    ]);
}

function row<Q>(
    { type, query }: Pick<Request<Q, unknown, never, never>, 'type' | 'query'>,
    answer: (query: Q) => Buffer,
): [number, Answer] {
    return [type, (payload) => answer(query.decode(payload))];
}

/** The range queries that were begun, and what is left of each. */
class Cursors {
    readonly #store: StateStore;
    readonly #open = new Map<string, { readonly pages: readonly RangePage[]; next: number }>();
    #count = 0;

    constructor(store: StateStore) {
        this.#store = store;
    }

    /** Begins a query; returns its first page. */
    open(pages: readonly RangePage[]): Buffer {
        const id = String(++this.#count);
        this.#open.set(id, { pages, next: 0 });
        return this.next(id);
    }

    next(id: string): Buffer {
        const cursor = this.#open.get(id);
        const page = cursor?.pages[cursor.next++];
        if (cursor === undefined || page === undefined) throw new Error(`cursor ${id} has no page left`);
        const hasMore = cursor.next < cursor.pages.length;
        this.#store.reads += page.rows;
        // Fields of one message may come in parts: the rows are encoded once, the rest for each query.
        return Buffer.concat([page.encoded, queryPage.encode({ hasMore, id })]);
    }

    /** Ends a query, whether all of it was read or not. */
    close(id: string): Buffer {
        this.#open.delete(id);
        return queryPage.encode({ id });
    }
}
