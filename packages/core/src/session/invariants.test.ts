import { MAX_MESSAGE_BYTES, MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import { deferred } from '../testing/deferred';
import { batches, chaincodeOf, quiescence, resultOf, ServedSession } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const { COMPLETED, ERROR, GET_STATE, KEEPALIVE, PUT_STATE, TRANSACTION } = MessageType;

describe('the invariants of a session', () => {
    describe('I1 every accepted transaction gets exactly one COMPLETED', () => {
        it('I1 after success, failure, throw and init alike', async () => {
            await using session = await ServedSession.start((stub) => {
                const [asked] = stub.getStringArgs();
                if (asked === 'throw') throw new Error('thrown');
                return asked === 'fail' ? { status: 404, message: 'no such asset' } : success('done');
            });
            expect(await session.result({ args: ['succeed'] })).toMatchObject({ type: COMPLETED, status: 200 });
            expect(await session.result({ args: ['fail'] })).toMatchObject({ type: COMPLETED, status: 404 });
            expect(await session.result({ args: ['throw'] })).toMatchObject({ type: COMPLETED, status: 500 });
            expect(await session.result({ isInit: true })).toMatchObject({ type: COMPLETED, status: 200 });
            await quiescence();
            expect(session.peer.unread).toEqual([]);
            expect(session.runner.transactionsInFlight).toBe(0);
        });

        it('I1 an ERROR and no COMPLETED for input that cannot be decoded', async () => {
            await using session = await ServedSession.start(() => success());
            const malformed = Buffer.from([0x0a, 0x7f, 1]);
            await session.peer.send({ type: TRANSACTION, txId: 'tx1', channelId: 'ch', payload: malformed });
            const { type, message } = resultOf(await session.peer.next({ txId: 'tx1' }));
            expect(type).toBe(ERROR);
            expect(message).toMatch(/^the input of the transaction cannot be decoded: .+/);
            await quiescence();
            expect(session.peer.unread).toEqual([]);
            expect(session.runner.transactionsInFlight).toBe(0);
        });

        it('I1 one answer for a transaction that is asked for twice', async () => {
            const gate = deferred();
            await using session = await ServedSession.start(async () => {
                await gate.promise;
            });
            await session.peer.invoke();
            await session.peer.invoke();
            gate.resolve();
            await session.peer.next({ type: COMPLETED });
            await quiescence();
            expect(session.peer.unread).toEqual([]);
        });

        it('I1 a COMPLETED of status 500 where the time is up, and nothing more for what the function does then', async () => {
            const gate = deferred();
            await using session = await ServedSession.start(() => gate.promise, { transactionTimeoutMs: 1 });
            const { type, status, message } = await session.result();
            expect([type, status, message]).toEqual([COMPLETED, 500, 'TIMEOUT: no result after 1 ms']);
            gate.resolve();
            await quiescence();
            expect(session.peer.unread).toEqual([]);
        });
    });

    it('I2 a lane has at most one request in flight', async () => {
        await using session = await ServedSession.start((stub) =>
            Promise.all([stub.getState('a'), stub.putState('b', '1'), stub.deleteState('c'), stub.getState('d')]),
        );
        await session.peer.invoke();
        const types: number[] = [];
        for (let count = 0; count < 4; count++) {
            const request = await session.peer.next();
            await quiescence();
            expect(session.peer.unread).toEqual([]);
            types.push(request.type);
            await session.peer.answer(request);
        }
        expect(types).toEqual([GET_STATE, PUT_STATE, MessageType.DEL_STATE, GET_STATE]);
        await session.peer.next({ type: COMPLETED });
    });

    it('I3 when a stream ends, every pending operation rejects with SESSION_CLOSED and nothing leaks', async () => {
        const operations = deferred<Promise<unknown>[]>();
        const signal = deferred<AbortSignal>();
        const session = await ServedSession.start((stub) => {
            const all = [stub.getState('a'), stub.putState('b', '1'), stub.getStateByRange('', '')];
            signal.resolve(stub.signal);
            operations.resolve(all.map(settlementOf));
            return Promise.allSettled(all);
        });
        await session.peer.invoke();
        await session.peer.next({ type: GET_STATE });
        await session.peer.close();
        await session.running;
        const closed: unknown = expect.objectContaining({ code: 'SESSION_CLOSED' });
        expect(await Promise.all(await operations.promise)).toEqual([closed, closed, closed]);
        expect(await signal.promise).toMatchObject({ aborted: true, reason: { code: 'SESSION_CLOSED' } });
        expect(session.runner.state.kind).toBe('closed');
        expect(session.runner.transactionsInFlight).toBe(0);
    });

    it('I3 an operation that is called after the end rejects with SESSION_CLOSED, too', async () => {
        const gate = deferred();
        const late = deferred<unknown>();
        const session = await ServedSession.start(async (stub) => {
            await gate.promise;
            late.resolve(await settlementOf(stub.putState('a', '1')));
        });
        await session.peer.invoke();
        await session.peer.close();
        await session.running;
        gate.resolve();
        expect(await late.promise).toMatchObject({ code: 'SESSION_CLOSED' });
    });

    it('I4 nothing is written after close', async () => {
        const gate = deferred();
        const returned = deferred();
        const session = await ServedSession.start(async (stub) => {
            await gate.promise;
            void stub.putState('a', '1');
            returned.resolve();
        });
        await session.peer.invoke();
        await quiescence();
        await session.runner.close();
        gate.resolve();
        await returned.promise;
        await session.running;
        await session.runner.drain();
        expect(await session.peer.ended).toBeUndefined();
        expect(session.peer.unread).toEqual([]);
    });

    describe('I5 anything that a chaincode throws is a COMPLETED with status 400-599, never an unhandled rejection', () => {
        const hostile = new Proxy(new Error('hidden'), {
            get: () => {
                throw new Error('trap');
            },
            has: () => {
                throw new Error('trap');
            },
        });
        const unreadable = Object.defineProperty(new Error('hidden'), 'message', {
            get: () => {
                throw new Error('trap');
            },
        });
        it.each<[string, unknown]>([
            ['an error', new Error('secret')],
            ['null', null],
            ['undefined', undefined],
            ['a string', 'secret'],
            ['a symbol', Symbol('secret')],
            ['an object', { code: 1, message: 'secret' }],
            ['an object without a prototype', Object.create(null)],
            ['a proxy that throws when it is looked at', hostile],
            ['an error whose message cannot be read', unreadable],
        ])('I5 thrown: %s', async (_, thrown) => {
            await using session = await ServedSession.start(async () => {
                await quiescence(1);
                throw thrown;
            });
            const { status, message } = await session.result({ txId: 'tx9' });
            expect(status).toBe(500);
            expect(message).toBe(
                "INTERNAL_ERROR: transaction tx9 failed unexpectedly; the chaincode's log has the details",
            );
            expect(session.log.messages('error')).toEqual(['transaction failed: the chaincode threw']);
        });

        it.each<[string, unknown]>([
            ['null', null],
            ['a number', 7],
            ['an object without a status', {}],
            ['a status below 200', { status: 100 }],
            ['a status above 599', { status: 600 }],
            ['a status that is not an integer', { status: 200.5 }],
            ['a status that is not a number', { status: '200' }],
        ])('I5 returned: %s', async (_, returned) => {
            const chaincode = chaincodeOf(() => undefined);
            chaincode.Invoke = () => Promise.resolve(returned as never);
            await using session = await ServedSession.start(chaincode);
            const { status, message } = await session.result();
            expect(status).toBe(500);
            expect(message).toMatch(/^INVALID_RESPONSE: the chaincode must return \{ status, message\?, payload\? \}/);
        });

        it('I5 a synchronous throw, and a response that throws when it is read', async () => {
            const chaincode = chaincodeOf(() => undefined);
            chaincode.Init = () => {
                throw new Error('synchronous');
            };
            chaincode.Invoke = () =>
                Promise.resolve({
                    get status(): number {
                        throw new Error('trap');
                    },
                });
            await using session = await ServedSession.start(chaincode);
            expect(await session.result({ isInit: true })).toMatchObject({ type: COMPLETED, status: 500 });
            expect(await session.result()).toMatchObject({ type: COMPLETED, status: 500 });
        });
    });

    describe('I6 a message that cannot be encoded, or is too large, fails its transaction and not the stream', () => {
        const huge = Buffer.alloc(MAX_MESSAGE_BYTES);

        it('I6 a result above 100 MiB', async () => {
            await using session = await ServedSession.start((stub) =>
                success(stub.getStringArgs()[0] === 'huge' ? huge : 'small'),
            );
            const { type, status, message } = await session.result({ args: ['huge'] });
            expect([type, status]).toEqual([COMPLETED, 500]);
            expect(message).toMatch(/^MESSAGE_TOO_LARGE: COMPLETED of \d+ bytes exceeds the 104857600 bytes/);
            expect(await session.result({ args: ['small'] })).toMatchObject({ status: 200 });
        });

        it('I6 a write above 100 MiB rejects by itself', async () => {
            await using session = await ServedSession.start(async (stub) => {
                const failed = await settlementOf(stub.putState('huge', huge));
                await stub.putState('small', '1');
                return success((failed as Error).message);
            });
            session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
            const { status, payload } = await session.result();
            expect(status).toBe(200);
            expect(payload.toString()).toMatch(/^PUT_STATE of \d+ bytes exceeds/);
        });

        it('I6 a write above 100 MiB: those of the same tick are written', async () => {
            await using session = await ServedSession.start(
                async (stub) => {
                    const writes = [stub.putState('a', '1'), stub.putState('huge', huge), stub.putState('c', '3')];
                    const answers = await Promise.allSettled(writes);
                    return success(answers.map(({ status }) => status).join());
                },
                { capabilities: batches() },
            );
            const written: number[] = [];
            for (const type of [PUT_STATE, MessageType.WRITE_BATCH_STATE]) {
                session.peer.answerAll(type, () => {
                    written.push(type);
                    return Buffer.alloc(0);
                });
            }
            expect((await session.result()).payload.toString()).toBe('fulfilled,rejected,fulfilled');
            expect(written).toEqual([MessageType.WRITE_BATCH_STATE]);
        });

        it('I6 an event that makes the result too large', async () => {
            await using session = await ServedSession.start((stub) => {
                stub.setEvent('huge', huge);
            });
            const { status, message, event } = await session.result();
            expect([status, event.length]).toEqual([500, 0]);
            expect(message).toMatch(/^MESSAGE_TOO_LARGE: /);
        });
    });

    // I7 has a file of its own: operation-watch.test.ts.

    it('I8 unknown message types are ignored, KEEPALIVE is answered', async () => {
        await using session = await ServedSession.start(() => success('alive'));
        await session.peer.send({ type: 4711, payload: Buffer.from('of a later version') });
        await session.peer.send({ type: 12 });
        await session.peer.send({ type: KEEPALIVE });
        expect((await session.peer.next()).type).toBe(KEEPALIVE);
        expect((await session.result()).payload.toString()).toBe('alive');
        expect(session.log.messages()).toEqual([
            'ignored type 4711, which is not expected while the session is ready',
            'ignored type 12, which is not expected while the session is ready',
        ]);
    });
});
