import type { ChaincodeStub } from '@heddle/core';
import type { Json } from './script';

type Rows = ReturnType<ChaincodeStub['getStateByRange']>;
type Page = ReturnType<ChaincodeStub['getStateByRangeWithPagination']>;
type History = ReturnType<ChaincodeStub['getHistoryForKey']>;

/** All rows of a query, as pairs of key and value. */
export async function rowsOf(rows: Rows): Promise<Json> {
    const pairs: Json[] = [];
    for await (const { key, value } of rows) pairs.push([key, value.toString()]);
    return pairs;
}

/** The first rows of a query, which is then left. */
export async function firstRowsOf(rows: Rows, count: number): Promise<Json> {
    const pairs: Json[] = [];
    for await (const { key, value } of rows) {
        if (pairs.push([key, value.toString()]) === count) break;
    }
    return pairs;
}

/** A page: its rows and what the peer says of it. */
export async function pageOf(page: Page): Promise<Json> {
    const { iterator, metadata } = await page;
    const rows: Json[] = [];
    for await (const { key, value } of iterator) rows.push([key, value.toString()]);
    return { rows, fetched: metadata.fetchedRecordsCount, bookmark: metadata.bookmark };
}

/** What a key was set to, the newest first. */
export async function changesOf(history: History): Promise<Json> {
    const changes: Json[] = [];
    for await (const { txId, value, isDelete, timestamp } of history) {
        changes.push({ txId, value: value.toString(), isDelete, hasTime: Number(timestamp.seconds) > 0 });
    }
    return changes;
}
