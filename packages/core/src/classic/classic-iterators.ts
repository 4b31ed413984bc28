import { keyModification, type KeyValue, keyValue } from '@heddle/protocol';
import type { KeyModification } from '../stub/key-modification';
import type { NextResult } from '../stub/query-iterator';
import { classicModification, classicRow } from '../stub/result-shape';
import { type GivenPage, type GivenRows, pageIterator, type RowSource } from './given-page';

/** What an iterator is made of: rows of the ledger, or what fabric-shim's constructors take. */
type IteratorParts<T> = readonly [rows: RowSource<T>] | GivenRows;

/** The iterators of a transaction, as classes: chaincode and its tests make doubles of them, and ask what they are. */
class ClassicIterator<T> implements AsyncIterable<T> {
    readonly type: 'QUERY' | 'HISTORY';
    readonly channel_id: string | undefined;
    readonly txID: string | undefined;
    readonly response: GivenPage | undefined;
    // No private field: iterators work behind a Proxy, and as the prototype of another object.
    /** @internal */ readonly rows: RowSource<T>;

    constructor(type: 'QUERY' | 'HISTORY', read: (row: Uint8Array) => T, parts: IteratorParts<T>) {
        const [first, channelId, txId, page] = parts;
        this.type = type;
        this.channel_id = channelId;
        this.txID = txId;
        this.response = page;
        this.rows = parts.length === 1 ? (first as RowSource<T>) : pageIterator(read, parts);
    }

    next(): Promise<NextResult<T>> {
        return this.rows.next();
    }

    close(): Promise<void> {
        return this.rows.close();
    }

    [Symbol.asyncIterator](): AsyncIterator<T> {
        return loopOver(Promise.resolve(this));
    }
}

/** Rows of a range or of a query. */
export class StateQueryIterator extends ClassicIterator<KeyValue> {
    constructor(...parts: IteratorParts<KeyValue>) {
        super('QUERY', (row) => classicRow(keyValue.decode(row)), parts);
    }
}

/** The changes of a key, the newest first. */
export class HistoryQueryIterator extends ClassicIterator<KeyModification> {
    constructor(...parts: IteratorParts<KeyModification>) {
        super('HISTORY', (row) => classicModification(keyModification.decode(row)), parts);
    }
}

/**
 * What a query over private data resolves to. fabric-shim's types promise an iterator, and what it gives has one in a field
 * `iterator`: both are found here.
 */
export class PrivateQueryIterator extends StateQueryIterator {
    get iterator(): this {
        return this;
    }
}

/** Loops over what a promise resolves to, or over what that has in a field `iterator`; closes it in any case. */
export function loopOver<T>(promise: Promise<RowSource<T> | { readonly iterator: RowSource<T> }>): AsyncIterator<T> {
    let rows: RowSource<T> | undefined;
    return {
        async next() {
            if (rows === undefined) {
                const found = await promise;
                rows = 'iterator' in found ? found.iterator : found;
            }
            const result = await rows.next();
            if (result.done) await rows.close();
            return result as IteratorResult<T>;
        },
        async return() {
            await rows?.close();
            return { done: true, value: undefined };
        },
    };
}
