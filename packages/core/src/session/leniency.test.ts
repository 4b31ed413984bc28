import { MessageType, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { type Chaincode, type Compat, success } from '../chaincode';
import { ChaincodeError } from '../errors';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { deferred } from '../testing/deferred';
import { chaincodeOf, quiescence, ServedSession, type TransactionFunction } from '../testing/served-session';

const { COMPLETED, GET_STATE, GET_STATE_BY_RANGE, PUT_STATE } = MessageType;

function lenient(compat: Compat, run: TransactionFunction): Chaincode {
    return { ...chaincodeOf(run), compat };
}

const WAIT: Compat = { unawaitedWrites: 'wait' };

describe('unawaitedWrites', () => {
    const leaveBehind: TransactionFunction = (stub) => {
        void stub.putState('k', 'v');
    };

    it('are refused by default', async () => {
        await using session = await ServedSession.start(lenient({}, leaveBehind));
        session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
        expect((await session.result()).message).toMatch(/^FLOATING_OPERATION: putState was not awaited/);
    });

    it('are waited for before the answer, with a warning that has the line', async () => {
        await using session = await ServedSession.start(lenient(WAIT, leaveBehind));
        await session.peer.invoke();
        const write = await session.peer.next({ type: PUT_STATE });
        await quiescence();
        expect(session.peer.unread).toEqual([]);
        await session.peer.answer(write);
        expect(await session.peer.next()).toMatchObject({ type: COMPLETED });
        expect(session.log.messages()).toEqual([
            expect.stringMatching(
                /^UNAWAITED_WRITE at .*leniency\.test\.[jt]s:\d+:\d+: a write was still under way .* \(putState\): put `await`/,
            ),
        ]);
    });

    it('are waited for when they come of what was left behind', async () => {
        await using session = await ServedSession.start(
            lenient(WAIT, (stub) => {
                const write = async (key: string): Promise<void> => {
                    const value = await stub.getState(key);
                    await Promise.resolve();
                    await stub.putState(key, Buffer.concat([value, Buffer.from('!')]));
                    await stub.putState(`${key}2`, '!');
                };
                for (const key of ['a', 'b']) void write(key);
            }),
        );
        const written: string[] = [];
        session.peer.answerAll(GET_STATE, () => Buffer.from('v'));
        session.peer.answerAll(PUT_STATE, ({ payload }) => {
            written.push(requests.putState.query.decode(payload).key);
            return Buffer.alloc(0);
        });
        expect((await session.result()).status).toBe(200);
        expect(written.sort()).toEqual(['a', 'a2', 'b', 'b2']);
    });

    it('fail the transaction where they fail themselves', async () => {
        await using session = await ServedSession.start(lenient(WAIT, leaveBehind));
        session.peer.answerAll(PUT_STATE, () => {
            throw new Error('no');
        });
        expect((await session.result()).message).toBe(
            'FLOATING_OPERATION: putState was not awaited, and failed: no: put `await` before it (or return its promise)',
        );
    });

    it('are not waited for when the time is up', async () => {
        await using session = await ServedSession.start(lenient(WAIT, leaveBehind), { transactionTimeoutMs: 20 });
        await session.peer.invoke();
        await session.peer.next({ type: PUT_STATE });
        const { payload } = await session.peer.next({ type: COMPLETED });
        expect(payload.toString()).toContain('TIMEOUT: no result after 20 ms');
    });

    it('are lost, and logged, when they come after the answer', async () => {
        const gate = deferred();
        const late = deferred();
        await using session = await ServedSession.start(
            lenient(WAIT, (stub) => {
                void gate.promise.then(() => {
                    stub.putState('k', 'v').catch(() => undefined);
                    late.resolve();
                });
            }),
        );
        expect((await session.result()).status).toBe(200);
        gate.resolve();
        await late.promise;
        expect(session.log.messages('error')).toEqual([expect.stringContaining('is lost')]);
    });

    it('leave functions alone that wait for everything', async () => {
        await using session = await ServedSession.start(
            lenient(WAIT, async (stub) => {
                await stub.putState('k', 'v');
            }),
        );
        session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
        expect((await session.result()).status).toBe(200);
        expect(session.log.messages()).toEqual([]);
    });
});

describe('emptyValues', () => {
    const put: TransactionFunction = async (stub) => {
        await stub.putState('k', '');
        await stub.putPrivateData('coll', 'p', Buffer.alloc(0));
        await stub.putState('n', null as never);
    };

    it('are refused by default', async () => {
        await using session = await ServedSession.start(lenient({}, put));
        expect((await session.result()).message).toMatch(/^EMPTY_VALUE: /);
    });

    it('are written where they are a delete, with a warning', async () => {
        await using session = await ServedSession.start(lenient({ emptyValues: 'delete' }, put));
        const written: unknown[] = [];
        session.peer.answerAll(PUT_STATE, ({ payload }) => {
            const { key, value } = requests.putState.query.decode(payload);
            written.push([key, value.length]);
            return Buffer.alloc(0);
        });
        expect((await session.result()).status).toBe(200);
        expect(written).toEqual([
            ['k', 0],
            ['p', 0],
            ['n', 0],
        ]);
        expect(session.log.messages()[0]).toMatch(
            /^EMPTY_VALUE at .*leniency\.test\.[jt]s:\d+:\d+: an empty value was put, .* \(putState of "k"\): call deleteState/,
        );
    });
});

describe('errors', () => {
    const throwing =
        (thrown: unknown): TransactionFunction =>
        () => {
            throw thrown;
        };

    it.each([
        ['an Error', new Error('the asset a1 does not exist'), 'the asset a1 does not exist'],
        ['text', 'just a text', 'just a text'],
        [
            'an error of the framework',
            new ChaincodeError('EMPTY_KEY', 'the key must not be empty'),
            'the key must not be empty',
        ],
    ])('plain: %s is told as it is', async (_, thrown, message) => {
        await using session = await ServedSession.start(lenient({ errors: 'plain' }, throwing(thrown)));
        expect(await session.result()).toMatchObject({ status: 500, message, payload: Buffer.alloc(0) });
        expect(session.log.messages('error')).toEqual(['transaction failed: the chaincode threw']);
    });

    it('plain: what the peer says is told as it is', async () => {
        await using session = await ServedSession.start(lenient({ errors: 'plain' }, (stub) => stub.getState('k')));
        session.peer.answerAll(GET_STATE, () => {
            throw new Error('collection not defined');
        });
        expect((await session.result()).message).toBe('collection not defined');
    });
});

describe('results', () => {
    const asked = async (run: (stub: ChaincodeStub) => Promise<unknown>): Promise<string> => {
        await using session = await ServedSession.start(
            lenient({ results: 'fabric-shim' }, async (stub) => success(JSON.stringify(await run(stub)))),
        );
        session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
        session.peer.answerAll(GET_STATE_BY_RANGE, () =>
            requests.getStateByRange.reply.encode({
                results: [{ resultBytes: Buffer.from('0a026363120161' + '1a0176', 'hex') }],
                metadata: Buffer.from('0801120162', 'hex'),
            }),
        );
        return (await session.result()).payload.toString();
    };

    it('of writes are an empty Buffer', async () => {
        expect(await asked((stub) => stub.putState('k', 'v'))).toBe('{"type":"Buffer","data":[]}');
    });

    it('of a batched write, too', async () => {
        const run = async (stub: ChaincodeStub): Promise<unknown> => {
            stub.startWriteBatch();
            return stub.putState('k', 'v');
        };
        expect(await asked(run)).toBe('{"type":"Buffer","data":[]}');
    });

    it('of queries are rows without a namespace', async () => {
        const run = async (stub: ChaincodeStub): Promise<unknown> => (await stub.getStateByRange('', '')).next();
        expect(await asked(run)).toBe('{"value":{"key":"a","value":{"type":"Buffer","data":[118]}},"done":false}');
    });

    it('of pages have the bookmark first', async () => {
        const run = async (stub: ChaincodeStub): Promise<unknown> =>
            (await stub.getStateByRangeWithPagination('', '', 5)).metadata;
        expect(await asked(run)).toBe('{"bookmark":"b","fetchedRecordsCount":1}');
    });
});
