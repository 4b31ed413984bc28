import { randomUUID } from 'node:crypto';
import { keyModification, keyValue, pageRequest, requests } from '@heddle/protocol';
import type { Scan } from '../ledger/ledger-store';
import { QueryCursor, type CursorPage, type RowSource } from '../query-cursor';
import type { RangeScan } from '../simulate/range-scan';
import type { TransactionContext } from '../transaction-context';
import { answer } from './answer';
import { refuseCollection } from './collection-access';

/** Queries give rows in batches, by a cursor that lives until its end, its close, or the end of its transaction. */

interface Pagination {
    readonly pageSize: number;
    readonly bookmark: string;
}

export const getStateByRange = answer(
    requests.getStateByRange,
    ({ startKey, endKey, collection, metadata }, context, { totalQueryLimit }) => {
        const page = paginationOf(metadata);
        if (collection !== '') refuseCollection(collection, context);
        const { namespace } = context;
        const { simulator } = context.call;
        if (page === undefined) {
            const scan = simulator.range(namespace, startKey, endKey);
            return open(context, rowsOf(namespace, scan), { limit: totalQueryLimit, paginated: false });
        }
        const start = page.bookmark === '' ? startKey : page.bookmark;
        const scan = simulator.rangePage(namespace, start, endKey, page.pageSize);
        return open(context, rowsOf(namespace, scan), {
            limit: page.pageSize > 0 ? Math.min(page.pageSize, totalQueryLimit) : totalQueryLimit,
            paginated: true,
        });
    },
);

export const getQueryResult = answer(requests.getQueryResult, ({ collection, metadata }, context) => {
    if (collection !== '') refuseCollection(collection, context);
    return context.call.simulator.query(paginationOf(metadata) !== undefined);
});

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

function rowsOf(namespace: string, scan: RangeScan): RowSource {
    return {
        ...encodedRows(scan, ({ key, value }) => keyValue.encode({ namespace, key, value })),
        bookmark: () => scan.bookmark(),
    };
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
