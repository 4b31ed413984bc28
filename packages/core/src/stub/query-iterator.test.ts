import {
    keyModification,
    type KeyValue,
    keyValue,
    MessageType,
    messageTypeName,
    pageMetadata,
    pageRequest,
    requests,
} from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import { deferred } from '../testing/deferred';
import { ServedSession, type TransactionResult } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import { WRAPPERS } from '../testing/wrapped';
import type { ChaincodeStub } from './chaincode-stub';
import type { KeyModification } from './key-modification';
import type { QueryIterator } from './query-iterator';
import { Timestamp } from './timestamp';

const { GET_HISTORY_FOR_KEY, GET_QUERY_RESULT, GET_STATE_BY_RANGE, QUERY_STATE_CLOSE, QUERY_STATE_NEXT } = MessageType;

function rowOf(key: string): { resultBytes: Buffer } {
    return { resultBytes: keyValue.encode({ namespace: 'asset', key, value: Buffer.from(key.toUpperCase()) }) };
}

function pageOf(keys: readonly string[], hasMore: boolean, metadata?: Buffer): Buffer {
    return requests.getStateByRange.reply.encode({ results: keys.map(rowOf), hasMore, id: 'cursor', metadata });
}

interface Ran {
    readonly asked: readonly string[];
    readonly result: TransactionResult;
}

/** Runs a transaction whose queries are answered with these pages of keys, one after the other. */
async function run(pages: readonly string[][], served: (stub: ChaincodeStub) => unknown): Promise<Ran> {
    const asked: string[] = [];
    const left = [...pages];
    await using session = await ServedSession.start(served);
    for (const type of [GET_STATE_BY_RANGE, GET_QUERY_RESULT, QUERY_STATE_NEXT, QUERY_STATE_CLOSE]) {
        session.peer.answerAll(type, () => {
            asked.push(messageTypeName(type));
            return type === QUERY_STATE_CLOSE ? Buffer.alloc(0) : pageOf(left.shift() ?? [], left.length > 0);
        });
    }
    return { asked, result: await session.result() };
}

/** Keys of the rows, by old-style calls of `next`. */
async function drained(rows: QueryIterator<KeyValue>): Promise<string[]> {
    const keys: string[] = [];
    for (let row = await rows.next(); !row.done; row = await rows.next()) keys.push(row.value.key);
    return keys;
}

describe('an iterator', () => {
    it('gives rows with namespace, key and value by next()', async () => {
        let row: unknown;
        await run([['a']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            row = await rows.next();
            expect(await rows.next()).toEqual({ value: undefined, done: true });
        });
        expect(row).toEqual({ value: { namespace: 'asset', key: 'a', value: Buffer.from('A') }, done: false });
    });

    it('fetches pages as they are needed, an empty one included', async () => {
        const { asked, result } = await run([['a', 'b'], [], ['c'], ['d']], async (stub) =>
            success((await drained(await stub.getStateByRange('', ''))).join()),
        );
        expect(result.payload.toString()).toBe('a,b,c,d');
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_NEXT', 'QUERY_STATE_NEXT', 'QUERY_STATE_NEXT']);
    });

    it('is what `for await` runs over, on the query itself or on what it resolves to', async () => {
        const { result } = await run([['a', 'b'], ['c'], ['d']], async (stub) => {
            const keys: string[] = [];
            for await (const { key } of stub.getStateByRange('', '')) keys.push(key);
            for await (const { key } of await stub.getStateByRange('', '')) keys.push(key);
            return success(keys.join());
        });
        // The second query found no pages left.
        expect(result.payload.toString()).toBe('a,b,c,d');
    });

    it('closes its cursor on an early exit from `for await`', async () => {
        const { asked } = await run([['a'], ['b']], async (stub) => {
            for await (const { key } of stub.getStateByRange('', '')) if (key === 'a') break;
        });
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_CLOSE']);
    });

    it('closes its cursor when the loop throws, whose error stands', async () => {
        const { asked, result } = await run([['a'], ['b']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            const failed = await settlementOf(
                (async () => {
                    for await (const { key } of rows) throw new Error(`at ${key}`);
                })(),
            );
            return success((failed as Error).message);
        });
        expect(result.payload.toString()).toBe('at a');
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_CLOSE']);
    });

    it('sends no close when it was read to its end, nor a second one', async () => {
        const { asked } = await run([['a'], ['b']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            await drained(rows);
            await rows.close();
        });
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_NEXT']);
        const twice = await run([['a'], ['b']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            await Promise.all([rows.close(), rows.close()]);
            expect(await rows.next()).toEqual({ value: undefined, done: true });
        });
        expect(twice.asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_CLOSE']);
    });

    it('serves concurrent calls of next() with one row each, in order, and one fetch for all', async () => {
        const { asked, result } = await run([['a'], ['b', 'c'], ['d']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            const all = await Promise.all(Array.from({ length: 6 }, () => rows.next()));
            return success(all.map(({ value, done }) => (done ? 'end' : value.key)).join());
        });
        expect(result.payload.toString()).toBe('a,b,c,d,end,end');
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_NEXT', 'QUERY_STATE_NEXT']);
    });

    it('ends a fetch that is under way when it is closed', async () => {
        const { asked, result } = await run([['a'], ['b'], ['c']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            await rows.next();
            const [next] = await Promise.all([rows.next(), rows.close()]);
            return success(String(next.done));
        });
        expect(result.payload.toString()).toBe('true');
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_NEXT', 'QUERY_STATE_CLOSE']);
    });

    it('rejects where the peer refuses a page', async () => {
        await using session = await ServedSession.start(async (stub) => {
            const rows = await stub.getStateByRange('', '');
            await drained(rows);
        });
        session.peer.answerAll(GET_STATE_BY_RANGE, () => pageOf(['a'], true));
        session.peer.answerAll(QUERY_STATE_NEXT, () => {
            throw new Error('QUERY_STATE_NEXT failed: query iterator not found');
        });
        const { message } = await session.result();
        expect(message).toBe('PEER_ERROR: QUERY_STATE_NEXT failed: query iterator not found');
    });

    it('rejects with PEER_ERROR where a row cannot be read', async () => {
        await using session = await ServedSession.start(async (stub) => drained(await stub.getStateByRange('', '')));
        session.peer.answerAll(GET_STATE_BY_RANGE, () =>
            requests.getStateByRange.reply.encode({ results: [{ resultBytes: Buffer.from([0xff]) }] }),
        );
        expect((await session.result()).message).toMatch(/^PEER_ERROR: the peer's answer cannot be read: /);
    });

    it('rejects with TRANSACTION_ENDED when it is used after the end', async () => {
        const gate = deferred();
        const late = deferred<unknown>();
        const { asked } = await run([['a'], ['b']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            await rows.next();
            void gate.promise.then(() => {
                late.resolve(Promise.all([settlementOf(rows.next()), settlementOf(rows.close())]));
            });
        });
        gate.resolve();
        const ended: unknown = expect.objectContaining({ code: 'TRANSACTION_ENDED' });
        expect(await late.promise).toEqual([ended, ended]);
        expect(asked).toEqual(['GET_STATE_BY_RANGE']);
    });

    it('is named in the warning where a step of it was not awaited', async () => {
        await using session = await ServedSession.start(async (stub) => {
            const rows = await stub.getStateByRange('', '');
            void rows.close();
        });
        session.peer.answerAll(GET_STATE_BY_RANGE, () => pageOf(['a'], true));
        session.peer.answerAll(QUERY_STATE_CLOSE, () => Buffer.alloc(0));
        await session.result();
        const warning = session.log.lines.find(({ level }) => level === 'warn');
        expect(warning?.fields['operations']).toEqual(['close of getStateByRange']);
    });
});

describe('a query that is refused', () => {
    it('rejects when it is awaited, and in the loop over it', async () => {
        await using session = await ServedSession.start(async (stub) => {
            const awaited = await settlementOf(stub.getQueryResult('{}'));
            const looped = await settlementOf(
                (async () => {
                    for await (const row of stub.getQueryResult('{}')) throw new Error(row.key);
                })(),
            );
            return success([awaited, looped].map((error) => (error as Error).message).join());
        });
        session.peer.answerAll(GET_QUERY_RESULT, () => {
            throw new Error('not on leveldb');
        });
        expect((await session.result()).payload.toString()).toBe('not on leveldb,not on leveldb');
    });
});

describe('a paginated query', () => {
    it('asks for its page, and resolves to an iterator and the metadata of the page', async () => {
        let asked: unknown;
        await using session = await ServedSession.start(async (stub) => {
            const { iterator, metadata } = await stub.getStateByRangeWithPagination('a', 'z', 2, 'from');
            return success(`${(await drained(iterator)).join()} ${JSON.stringify(metadata)}`);
        });
        session.peer.answerAll(GET_STATE_BY_RANGE, ({ payload }) => {
            asked = pageRequest.decode(requests.getStateByRange.query.decode(payload).metadata);
            return pageOf(['a', 'b'], false, pageMetadata.encode({ fetchedRecordsCount: 2, bookmark: 'c' }));
        });
        const { payload } = await session.result();
        expect(payload.toString()).toBe('a,b {"fetchedRecordsCount":2,"bookmark":"c"}');
        expect(asked).toEqual({ pageSize: 2, bookmark: 'from' });
    });

    it('is what `for await` runs over, too', async () => {
        const { result } = await run([['a', 'b']], async (stub) => {
            const keys: string[] = [];
            for await (const { key } of stub.getQueryResultWithPagination('{}', 5)) keys.push(key);
            return success(keys.join());
        });
        expect(result.payload.toString()).toBe('a,b');
    });

    it('has an empty bookmark behind the last page, and needs none for the first', async () => {
        const { result } = await run([[]], async (stub) => {
            const page = stub.getStateByPartialCompositeKeyWithPagination('type', [], 5, null as never);
            return success(JSON.stringify((await page).metadata));
        });
        expect(result.payload.toString()).toBe('{"fetchedRecordsCount":0,"bookmark":""}');
    });
});

describe.each(WRAPPERS)('an iterator %s', (_, wrap) => {
    it('goes on to its end', async () => {
        const { result } = await run([['a', 'b'], ['c']], async (stub) => {
            const keys: string[] = [];
            for await (const { key } of wrap(await stub.getStateByRange('', ''))) keys.push(key);
            return success(keys.join());
        });
        expect(result.payload.toString()).toBe('a,b,c');
    });

    it('closes what it was made of', async () => {
        const { result, asked } = await run([['a'], ['b']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            const wrapped = wrap(rows);
            const row = await wrapped.next();
            await wrapped.close();
            expect(await rows.next()).toEqual({ value: undefined, done: true });
            return success(row.value.key);
        });
        expect(result.payload.toString()).toBe('a');
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_CLOSE']);
    });
});

describe('a history', () => {
    it('gives modifications, the timestamp and deletes included', async () => {
        const modification = {
            txId: 'tx0',
            value: Buffer.from('1'),
            timestamp: { seconds: 5n, nanos: 6 },
            isDelete: false,
        };
        const deletion = { ...modification, value: Buffer.alloc(0), isDelete: true };
        let rows: unknown;
        await using session = await ServedSession.start(async (stub) => {
            const all = [];
            for await (const row of stub.getHistoryForKey('k')) all.push(row);
            rows = all;
        });
        session.peer.answerAll(GET_HISTORY_FOR_KEY, () =>
            requests.getHistoryForKey.reply.encode({
                results: [deletion, modification].map((row) => ({ resultBytes: keyModification.encode(row) })),
            }),
        );
        expect((await session.result()).status).toBe(200);
        const timestamp = new Timestamp(modification.timestamp);
        expect(rows).toEqual([deletion, modification].map((row) => ({ ...row, timestamp })));
        const [row] = rows as KeyModification[];
        expect(row?.timestamp.toDate()).toEqual(new Date(5_000));
        expect(JSON.stringify({ ...row, value: '' })).toBe(
            '{"txId":"tx0","value":"","timestamp":{"seconds":5,"nanos":6},"isDelete":true}',
        );
    });
});

describe('private queries', () => {
    it.each<[string, (stub: ChaincodeStub) => Promise<QueryIterator<KeyValue>> & AsyncIterable<KeyValue>]>([
        ['getPrivateDataByRange', (stub) => stub.getPrivateDataByRange('coll', '', '')],
        ['getPrivateDataByPartialCompositeKey', (stub) => stub.getPrivateDataByPartialCompositeKey('coll', 'type', [])],
        ['getPrivateDataQueryResult', (stub) => stub.getPrivateDataQueryResult('coll', '{}')],
    ])('%s resolves to an iterator, and can be looped over', async (_, query) => {
        const { result } = await run([['a'], ['b']], async (stub) =>
            success((await drained(await query(stub))).join()),
        );
        expect(result.payload.toString()).toBe('a,b');
        const looped = await run([['a'], ['b']], async (stub) => {
            const keys: string[] = [];
            for await (const { key } of query(stub)) keys.push(key);
            return success(keys.join());
        });
        expect(looped.result.payload.toString()).toBe('a,b');
    });
});
