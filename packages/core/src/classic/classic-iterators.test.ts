import { keyModification, keyValue } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { HistoryQueryIterator, PrivateQueryIterator, StateQueryIterator } from './classic-iterators';
import type { GivenPage, PageHandler } from './given-page';

function pageOf(rows: readonly Uint8Array[], hasMore = false): GivenPage {
    return {
        getResultsList: () => rows.map((row) => ({ getResultbytes: () => row })),
        getHasMore: () => hasMore,
        getId: () => 'cursor',
    };
}

const row = (key: string): Uint8Array => keyValue.encode({ namespace: 'cc', key, value: Buffer.from('v') });

/** Hands out these pages, and notes what it is asked. */
function handlerOf(pages: readonly GivenPage[], asked: unknown[][] = []): PageHandler {
    const left = [...pages];
    return {
        handleQueryStateNext(...args) {
            asked.push(['next', ...args]);
            return Promise.resolve(left.shift() ?? pageOf([]));
        },
        handleQueryStateClose(...args) {
            asked.push(['close', ...args]);
            return Promise.resolve('closed');
        },
    };
}

describe('an iterator that a test makes of a page', () => {
    it('gives rows without a namespace, and then the rows of the next page', async () => {
        const asked: unknown[][] = [];
        const handler = handlerOf([pageOf([row('b')])], asked);
        const rows = new StateQueryIterator(handler, 'ch', 'tx', pageOf([row('a')], true));
        expect(JSON.stringify(await rows.next())).toBe(
            '{"value":{"key":"a","value":{"type":"Buffer","data":[118]}},"done":false}',
        );
        expect((await rows.next()).value.key).toBe('b');
        expect(await rows.next()).toEqual({ done: true });
        await rows.close();
        expect(asked).toEqual([
            ['next', 'cursor', 'ch', 'tx'],
            ['close', 'cursor', 'ch', 'tx'],
        ]);
    });

    it('gives changes of a key, with times of numbers', async () => {
        const timestamp = { seconds: 5n, nanos: 6 };
        const change = keyModification.encode({ txId: 'tx0', value: Buffer.from('v'), isDelete: true, timestamp });
        const changes = new HistoryQueryIterator(handlerOf([]), 'ch', 'tx', pageOf([change]));
        expect(JSON.stringify((await changes.next()).value)).toBe(
            '{"txId":"tx0","value":{"type":"Buffer","data":[118]},"isDelete":true,"timestamp":{"seconds":5,"nanos":6}}',
        );
    });

    it('has the fields of fabric-shim’s', () => {
        const page = pageOf([]);
        const rows = new StateQueryIterator(handlerOf([]), 'ch', 'tx', page);
        expect(rows).toMatchObject({ type: 'QUERY', channel_id: 'ch', txID: 'tx', response: page });
    });

    it('is closed at the end of a loop, and where a loop breaks off', async () => {
        const asked: unknown[][] = [];
        for await (const { key } of new StateQueryIterator(handlerOf([], asked), 'ch', 'tx', pageOf([row('a')]))) {
            expect(key).toBe('a');
        }
        for await (const _ of new StateQueryIterator(handlerOf([], asked), 'ch', 'tx', pageOf([row('a')], true))) break;
        expect(asked.map(([what]) => what)).toEqual(['close', 'close']);
    });

    it('of private data is found in its own field', () => {
        const rows = new PrivateQueryIterator(handlerOf([]), 'ch', 'tx', pageOf([]));
        expect(rows.iterator).toBe(rows);
        expect(rows).toBeInstanceOf(StateQueryIterator);
    });
});
