import { chaincodeInput, MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import { deferred } from '../testing/deferred';
import { quiescence, resultOf, ServedSession } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const { COMPLETED, ERROR, GET_STATE, PUT_STATE, TRANSACTION } = MessageType;

describe('SessionRunner', () => {
    it('sends nothing but REGISTER before READY', async () => {
        await using session = ServedSession.startUnregistered(() => success());
        expect((await session.peer.next()).type).toBe(MessageType.REGISTER);
        await session.peer.send({ type: MessageType.KEEPALIVE });
        await session.peer.send({ type: MessageType.REGISTERED });
        await session.peer.send({ type: MessageType.KEEPALIVE });
        await session.peer.send({ type: TRANSACTION, txId: 'too-early', payload: chaincodeInput.encode({}) });
        await quiescence();
        expect(session.peer.unread).toEqual([]);
        expect(session.runner.state.kind).toBe('established');
    });

    it('ends with the reason why the stream broke', async () => {
        const session = await ServedSession.start(() => success());
        const reason = new Error('connection reset');
        await session.peer.close(reason);
        await session.running;
        expect(session.runner.state).toEqual({ kind: 'closed', reason });
        const ended = session.log.lines.find(({ message }) => message.startsWith('the stream ended'));
        expect(ended).toMatchObject({
            message: 'the stream ended while the session was ready',
            fields: { err: reason },
        });
    });

    it('logs nothing above debug for transactions that go well', async () => {
        await using session = await ServedSession.start(async (stub) => {
            await stub.putState('a', '1');
            return success(await stub.getState('a'));
        });
        session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
        session.peer.answerAll(GET_STATE, () => Buffer.from('1'));
        await session.result();
        expect(session.log.messages('info', 'warn', 'error')).toEqual(['the session is ready']);
    });

    describe('drain', () => {
        it('resolves when the transactions under way are answered, and refuses new ones with ERROR', async () => {
            const gate = deferred();
            await using session = await ServedSession.start(() => gate.promise);
            await session.peer.invoke({ txId: 'under-way' });
            await quiescence();
            let isDrained = false;
            const draining = session.runner.drain().then(() => {
                isDrained = true;
            });
            const refused = await session.result({ txId: 'new' });
            expect(refused).toMatchObject({
                type: ERROR,
                message: 'chaincode asset:1234 is shutting down and takes no new transactions',
            });
            expect(isDrained).toBe(false);
            gate.resolve();
            await draining;
            expect((await session.peer.next({ txId: 'under-way' })).type).toBe(COMPLETED);
        });

        it('resolves at once where nothing is under way, and when the stream ends', async () => {
            const gate = deferred();
            const session = await ServedSession.start(() => gate.promise);
            await session.peer.invoke();
            await quiescence();
            const draining = session.runner.drain();
            await session.peer.close();
            await draining;
            await session.runner.drain();
            expect(session.runner.transactionsInFlight).toBe(0);
        });

        it('resolves when the time of those under way is up', async () => {
            await using session = await ServedSession.start(() => deferred().promise, { transactionTimeoutMs: 1 });
            await session.peer.invoke({ txId: 'a' });
            await session.peer.invoke({ txId: 'b' });
            await quiescence(1);
            await session.runner.drain();
            expect(session.runner.transactionsInFlight).toBe(0);
        });
    });

    describe('transactionTimeoutMs', () => {
        it('fails a transaction whose function makes a success of the abort', async () => {
            await using session = await ServedSession.start(
                async (stub) => {
                    await settlementOf(stub.putState('a', '1'));
                    return success('as if nothing had happened');
                },
                { transactionTimeoutMs: 1 },
            );
            await session.peer.invoke();
            const request = await session.peer.next({ type: PUT_STATE });
            // Until this answer the peer is at the write: COMPLETED waits for it, though not for ever.
            const completed = session.peer.next({ type: COMPLETED });
            await new Promise((resolve) => setTimeout(resolve, 10));
            await session.peer.answer(request);
            const { status, message } = resultOf(await completed);
            expect([status, message]).toEqual([500, 'TIMEOUT: no result after 1 ms']);
            expect(session.log.messages()).toEqual(['transaction failed: no result after 1 ms']);
        });

        it('aborts the signal of the stub', async () => {
            await using session = await ServedSession.start(
                (stub) =>
                    new Promise((_, reject) => {
                        stub.signal.addEventListener('abort', () => {
                            reject(stub.signal.reason as Error);
                        });
                    }),
                { transactionTimeoutMs: 1 },
            );
            expect((await session.result()).message).toBe('TIMEOUT: no result after 1 ms');
        });

        it('leaves transactions alone that end in time', async () => {
            await using session = await ServedSession.start(() => success(), { transactionTimeoutMs: 60_000 });
            expect((await session.result()).status).toBe(200);
        });
    });

    describe('a request for a transaction that is under way', () => {
        it('starts it anew: the peer has given up on the first run', async () => {
            const first = deferred();
            const late = deferred<unknown>();
            let runs = 0;
            await using session = await ServedSession.start(async (stub) => {
                if (++runs > 1) return success('second');
                await first.promise;
                late.resolve(await settlementOf(stub.putState('a', '1')));
                return success('first');
            });
            await session.peer.invoke();
            expect((await session.result()).payload.toString()).toBe('second');
            first.resolve();
            expect(await late.promise).toMatchObject({ code: 'TRANSACTION_ENDED' });
            await quiescence();
            expect(session.peer.unread).toEqual([]);
        });

        it('is refused while the peer is at a request of the first run: those of the second would be dropped', async () => {
            await using session = await ServedSession.start((stub) => stub.getState('a'));
            await session.peer.invoke();
            const request = await session.peer.next({ type: GET_STATE });
            expect(await session.result()).toMatchObject({
                type: ERROR,
                message: 'an earlier run of the same transaction is still using the ledger; try again',
            });
            await session.peer.answer(request);
            await quiescence();
            expect(session.peer.unread).toEqual([]);
            expect(session.runner.transactionsInFlight).toBe(0);
        });
    });

    it('waits with COMPLETED for what is in flight when the function fails', async () => {
        await using session = await ServedSession.start((stub) => {
            void stub.getState('a');
            throw new Error('failed');
        });
        await session.peer.invoke();
        await quiescence();
        // Thrown in the tick of the call: nothing was sent yet, and nothing is sent any more.
        expect((await session.peer.next()).type).toBe(COMPLETED);

        await using other = await ServedSession.start(async (stub) => {
            void stub.getState('a');
            await quiescence(1);
            throw new Error('failed');
        });
        await other.peer.invoke();
        const request = await other.peer.next({ type: GET_STATE });
        await quiescence();
        expect(other.peer.unread).toEqual([]);
        await other.peer.answer(request);
        expect((await other.peer.next()).type).toBe(COMPLETED);
        // The answer was waited for, so it was not a late one.
        expect(other.log.messages()).toEqual(['transaction failed: the chaincode threw']);
    });

    it('does not wait for ever for what is in flight when the function fails', async () => {
        await using session = await ServedSession.start(async (stub) => {
            void stub.getState('a');
            await quiescence(1);
            throw new Error('failed');
        });
        await session.peer.invoke();
        await session.peer.next({ type: GET_STATE });
        // The peer never answers.
        expect((await session.peer.next()).type).toBe(COMPLETED);
    });

    it('cuts a message that would hang the client, at a whole character', async () => {
        await using session = await ServedSession.start(() => ({ status: 400, message: `${'€'.repeat(9_999)}  ` }));
        const { message } = await session.result();
        expect(message).toBe(`${'€'.repeat(3_333)}… (29997 bytes)`);
    });

    it('leaves the message of a success as it is, which other endorsers give as well', async () => {
        const message = `${'€'.repeat(9_999)}  `;
        await using session = await ServedSession.start(() => ({ status: 200, message }));
        expect((await session.result()).message).toBe(message);
    });
});
