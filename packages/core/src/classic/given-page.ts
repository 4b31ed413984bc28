import type { NextResult, QueryIterator } from '../stub/query-iterator';

/** Rows as they come: of the ledger, or of what a test has made. */
export type RowSource<T> = Pick<QueryIterator<T>, 'next' | 'close'>;

/** A page of rows as tests make it: fabric-protos' QueryResponse. */
export interface GivenPage {
    getResultsList(): readonly { getResultbytes(): Uint8Array | string }[];
    getHasMore(): boolean;
    getId(): string;
}

/** What a test gives an iterator to ask for the pages behind the first one. */
export interface PageHandler {
    handleQueryStateNext(id: string, channelId: string, txId: string): Promise<GivenPage>;
    handleQueryStateClose(id: string, channelId: string, txId: string): Promise<unknown>;
}

/** What fabric-shim's constructors of iterators take. */
export type GivenRows = readonly [handler: PageHandler, channelId: string, txId: string, page: GivenPage];

/** Iterates over the rows of a page, and asks the test's handler for the next one. */
export function pageIterator<T>(
    read: (row: Uint8Array) => T,
    [handler, channelId, txId, first]: GivenRows,
): RowSource<T> {
    let page = first;
    let at = 0;
    const take = (): NextResult<T> | undefined => {
        const row = page.getResultsList()[at++]?.getResultbytes();
        if (row === undefined) return undefined;
        return { value: read(typeof row === 'string' ? Buffer.from(row, 'base64') : row), done: false };
    };
    return {
        async next() {
            const row = take();
            if (row !== undefined) return row;
            if (!page.getHasMore()) return END;
            page = await handler.handleQueryStateNext(page.getId(), channelId, txId);
            at = 0;
            return take() ?? END;
        },
        close: () => handler.handleQueryStateClose(page.getId(), channelId, txId) as Promise<void>,
    };
}

const END = { done: true } as NextResult<never>; // a value is promised, and there is none, as in fabric-shim
