import { randomUUID } from 'node:crypto';
import { keyModification, keyValue, pageRequest, requests } from '@heddle/protocol';
import type { Scan, StateEntry } from '../ledger/ledger-store';
import { answer, type AnswerServices } from './answer';
import { checkCollectionRead } from './collection-access';
import { type CursorPage, QueryCursor, type RowSource } from './query-cursor';
import type { TransactionContext } from './transaction-context';

/** Queries give rows in batches, by a cursor that lives until its end, its close, or the end of its transaction. */

interface Pagination {
    readonly pageSize: number;
    readonly bookmark: string;
}

export const getStateByRange = answer(
    requests.getStateByRange,
    ({ startKey, endKey, collection, metadata }, context, services) => {
        const page = paginationOf(metadata);
        const limit = limitOf(page, services);
        const { namespace } = context;
        const { simulator } = context.call;
        if (collection !== '') {
            checkCollectionRead(collection, context);
            const scan = simulator.privateState.range(namespace, collection, startKey, endKey);
            // Pages of private data end at their size, but neither give a bookmark nor begin at one (handler.go).
            return open(context, rowsOf(namespace, scan), { limit, paginated: false });
        }
        if (page === undefined) {
            const scan = simulator.range(namespace, startKey, endKey);
            return open(context, rowsOf(namespace, scan), { limit, paginated: false });
        }
        const start = page.bookmark === '' ? startKey : page.bookmark;
        const scan = simulator.rangePage(namespace, start, endKey, page.pageSize);
        const rows = { ...rowsOf(namespace, scan), bookmark: () => scan.bookmark() };
        return open(context, rows, { limit, paginated: true });
    },
);

export const getQueryResult = answer(
    requests.getQueryResult,
    async ({ query, collection, metadata }, context, services) => {
        const page = paginationOf(metadata);
        const limit = limitOf(page, services);
        const { namespace } = context;
        const { simulator } = context.call;
        if (collection !== '') {
            checkCollectionRead(collection, context);
            const rows = await simulator.privateState.query(namespace, collection, query);
            return open(context, rowsOf(namespace, rows), { limit, paginated: false });
        }
        const found = await simulator.query(namespace, query, page && { ...page, pageSize: limit });
        const rows = { ...rowsOf(namespace, found), bookmark: () => found.bookmark() };
        return open(context, rows, { limit, paginated: page !== undefined });
    },
);

export const getHistoryForKey = answer(requests.getHistoryForKey, ({ key }, context, { totalQueryLimit }) => {
    const history = context.call.simulator.history(context.namespace, key);
    const rows = encodedRows(history, (row) => keyModification.encode(row));
    return open(context, rows, { limit: totalQueryLimit, paginated: false });
});

export const queryStateNext = answer(requests.queryStateNext, ({ id }, context) => {
    const cursor = context.cursors.get(id);
    if (cursor === undefined) throw new Error('query iterator not found');
    return nextPage(context, cursor);
});

/** Closing what is closed, or was never open, is fine. */
export const queryStateClose = answer(requests.queryStateClose, async ({ id }, context) => {
    const cursor = context.cursors.get(id);
    context.cursors.delete(id);
    await cursor?.close();
    return { id };
});

/** A page size of 0 and no bookmark ask for no pages. */
function paginationOf(metadata: Uint8Array): Pagination | undefined {
    const page = pageRequest.decode(metadata);
    return page.pageSize === 0 && page.bookmark === '' ? undefined : page;
}

/** A page may be smaller than what a query may give in all, and not larger. */
function limitOf(page: Pagination | undefined, { totalQueryLimit }: AnswerServices): number {
    const { pageSize = 0 } = page ?? {};
    return pageSize > 0 ? Math.min(pageSize, totalQueryLimit) : totalQueryLimit;
}

function open(
    context: TransactionContext,
    rows: RowSource,
    options: { readonly limit: number; readonly paginated: boolean },
): Promise<CursorPage> {
    const cursor = new QueryCursor(rows, { ...options, id: randomUUID() });
    context.cursors.set(cursor.id, cursor);
    return nextPage(context, cursor);
}

async function nextPage(context: TransactionContext, cursor: QueryCursor): Promise<CursorPage> {
    let page: CursorPage | undefined;
    try {
        page = await cursor.nextPage();
        return page;
    } finally {
        // At its end, or broken: either way there is no more to get.
        if (page?.hasMore !== true) {
            context.cursors.delete(cursor.id);
            await cursor.close();
        }
    }
}

function rowsOf(namespace: string, scan: Scan<StateEntry>): RowSource {
    return encodedRows(scan, ({ key, value }) => keyValue.encode({ namespace, key, value }));
}

function encodedRows<T>(scan: Scan<T>, encode: (row: T) => Uint8Array): RowSource {
    return {
        async next() {
            const row = await scan.next();
            return row === undefined ? undefined : encode(row);
        },
        close: () => scan.close(),
    };
}
