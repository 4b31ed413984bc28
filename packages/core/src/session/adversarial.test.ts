import {
    type ChaincodeMessage,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    MAX_MESSAGE_BYTES,
    type MessageStream,
    MessageType,
    requests,
} from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { success } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { deferred } from '../testing/deferred';
import { ModelPeer } from '../testing/model-peer';
import { RecordedLog } from '../testing/recorded-log';
import { batches, chaincodeOf, quiescence, resultOf, ServedSession } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import { SessionRunner } from './session-runner';

const { COMPLETED, ERROR, GET_STATE, PUT_STATE, READY, REGISTERED, RESPONSE, TRANSACTION } = MessageType;

/** A transaction that reads a key and returns its value. */
const readOne = async (stub: ChaincodeStub): Promise<unknown> => success(await stub.getState('k'));

// Jest fails a test during which a rejection is left unhandled: `quiescence` gives it the time to notice.

describe('a peer that says what it should not', () => {
    it('a duplicate RESPONSE: the second one is ignored', async () => {
        const gate = deferred();
        await using session = await ServedSession.start(async (stub) => {
            const value = await stub.getState('k');
            await gate.promise;
            return success(value);
        });
        await session.peer.invoke();
        const request = await session.peer.next({ type: GET_STATE });
        await session.peer.answer(request, Buffer.from('first'));
        await session.peer.answer(request, Buffer.from('second'));
        await quiescence();
        gate.resolve();
        const { payload } = resultOf(await session.peer.next({ type: COMPLETED }));
        expect(payload.toString()).toBe('first');
        expect(session.log.messages()).toEqual(['ignored a late or duplicate RESPONSE: nothing waits for it']);
    });

    it('a RESPONSE after COMPLETED, and an ERROR, whose text is logged', async () => {
        await using session = await ServedSession.start(() => success());
        await session.result();
        await session.peer.send({ type: RESPONSE, txId: 'tx1', channelId: 'ch' });
        await session.peer.send({
            type: ERROR,
            txId: 'tx1',
            channelId: 'ch',
            payload: Buffer.from('no ledger context'),
        });
        await quiescence();
        expect(session.log.messages()).toEqual([
            'ignored a late or duplicate RESPONSE: nothing waits for it',
            'ignored a late or duplicate ERROR: nothing waits for it (no ledger context)',
        ]);
        expect((await session.result()).status).toBe(200);
    });

    it('a RESPONSE to an unknown transaction, or on another channel, settles nothing', async () => {
        await using session = await ServedSession.start(readOne);
        await session.peer.invoke();
        const request = await session.peer.next({ type: GET_STATE });
        await session.peer.send({ type: RESPONSE, txId: 'unknown', channelId: 'ch', payload: Buffer.from('wrong') });
        await session.peer.send({ type: RESPONSE, txId: 'tx1', channelId: 'other', payload: Buffer.from('wrong') });
        await session.peer.answer(request, Buffer.from('right'));
        expect(resultOf(await session.peer.next({ type: COMPLETED })).payload.toString()).toBe('right');
    });

    it('one transaction id on two channels: two transactions', async () => {
        await using session = await ServedSession.start(readOne);
        await session.peer.invoke({ channelId: 'one' });
        await session.peer.invoke({ channelId: 'two' });
        const two = await session.peer.next({ type: GET_STATE, channelId: 'two' });
        const one = await session.peer.next({ type: GET_STATE, channelId: 'one' });
        expect(session.runner.transactionsInFlight).toBe(2);
        await session.peer.answer(two, Buffer.from('of two'));
        await session.peer.answer(one, Buffer.from('of one'));
        const results = ['one', 'two'].map(async (channelId) =>
            resultOf(await session.peer.next({ type: COMPLETED, channelId })).payload.toString(),
        );
        expect(await Promise.all(results)).toEqual(['of one', 'of two']);
    });

    it('a second TRANSACTION while the first one runs: one answer in all', async () => {
        await using session = await ServedSession.start(readOne);
        await session.peer.invoke();
        const request = await session.peer.next({ type: GET_STATE });
        await session.peer.invoke();
        await session.peer.answer(request);
        expect((await session.peer.next()).type).toBe(ERROR);
        await quiescence();
        expect(session.peer.unread).toEqual([]);
        expect(session.runner.transactionsInFlight).toBe(0);
    });

    it('REGISTERED twice, READY twice: nothing changes', async () => {
        await using session = await ServedSession.start(readOne, { capabilities: batches() });
        await session.peer.send({ type: REGISTERED });
        await session.peer.send({ type: READY });
        await quiescence();
        expect(session.runner.state).toMatchObject({ kind: 'ready', peer: { useWriteBatch: true } });
        expect(session.log.messages()).toEqual([
            'ignored REGISTERED, which is not expected while the session is ready',
            'ignored READY, which is not expected while the session is ready',
        ]);
    });

    it('READY before REGISTERED is ignored; the proper order still works', async () => {
        await using session = ServedSession.startUnregistered(() => success('alive'));
        await session.peer.send({ type: READY });
        await quiescence();
        expect(session.runner.state.kind).toBe('created');
        await session.peer.register();
        expect((await session.result()).payload.toString()).toBe('alive');
    });

    it('garbage frames of every kind are logged and ignored', async () => {
        await using session = await ServedSession.start(() => success('alive'));
        await fc.assert(
            fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (frame) => {
                await session.peer.sendBytes(frame);
            }),
            { numRuns: 200 },
        );
        await session.peer.sendBytes(Buffer.from([0xff, 0xff]));
        expect((await session.result({ txId: 'after the garbage' })).payload.toString()).toBe('alive');
        expect(session.log.messages('error')).toContainEqual(
            expect.stringMatching(/^ignored a frame that is not a message: /),
        );
    });

    it('a flood of garbage is a line of each kind, and in the end how many there were', async () => {
        const session = await ServedSession.start(() => success('alive'));
        const flood = 3_000;
        const huge = 'x'.repeat(100_000);
        for (let count = 0; count < flood; count++) {
            await session.peer.sendBytes(Buffer.from([0xff, 0xff]));
            await session.peer.send({ type: RESPONSE, txId: `tx${count}${huge.slice(0, count)}`, channelId: 'ch' });
            await session.peer.send({ type: READY });
            await session.peer.send({
                type: TRANSACTION,
                txId: 'tx',
                channelId: 'ch',
                payload: Buffer.from([0x0a, 0x7f]),
            });
        }
        await session.peer.send({ type: ERROR, txId: 'tx', channelId: 'ch', payload: Buffer.from(huge) });
        expect((await session.result()).payload.toString()).toBe('alive');
        const during = session.log.lines.filter(({ level }) => level === 'warn' || level === 'error').length;
        await session[Symbol.asyncDispose]();
        const lines = session.log.lines.filter(({ level }) => level === 'warn' || level === 'error');
        const seconds = 60;
        expect(during).toBeLessThan(5 * seconds);
        const counted = (text: string): number =>
            lines
                .filter(({ message }) => message.startsWith(text))
                .reduce((sum, { message }) => sum + Number(/\((\d+) times since/.exec(message)?.[1] ?? 1), 0);
        expect(counted('ignored a frame that is not a message')).toBe(flood);
        expect(counted('ignored a late or duplicate RESPONSE')).toBe(flood);
        expect(counted('ignored READY')).toBe(flood);
        expect(counted('refused a transaction')).toBe(flood);
        for (const { message, fields } of lines) {
            expect(message.length + JSON.stringify(fields).length).toBeLessThan(5_000);
            expect(fields['err']).toBeUndefined();
        }
    });

    it('the stack of a frame that is not a message is for debugging', async () => {
        await using session = await ServedSession.start(() => success('alive'));
        await session.peer.sendBytes(Buffer.from([0xff, 0xff]));
        await session.result();
        const [line] = session.log.lines.filter(({ fields }) => fields['err'] !== undefined);
        expect(line).toMatchObject({ level: 'debug', fields: { err: expect.any(Error) as unknown } });
    });

    it('a malformed ChaincodeInput is answered with an ERROR that can be read', async () => {
        await using session = await ServedSession.start(() => success());
        const payload = Buffer.from([0x0a, 0xff, 0xff, 0x03]);
        await session.peer.send({ type: TRANSACTION, txId: 'tx1', channelId: 'ch', payload });
        const { message } = resultOf(await session.peer.next({ type: ERROR }));
        expect(message).toMatch(/^the input of the transaction cannot be decoded: [\x20-\x7e]+$/);
        expect(session.log.messages()).toEqual([`refused a transaction: ${message}`]);
    });
});

describe('a peer that vanishes', () => {
    it('in mid-transaction: everything rejects, nothing is left, nothing is unhandled', async () => {
        const settled: unknown[] = [];
        const signals: AbortSignal[] = [];
        const session = await ServedSession.start(
            async (stub) => {
                signals.push(stub.signal);
                void stub.getState('nobody waits for this');
                void stub.putState('nor for this', '1');
                settled.push(await settlementOf(stub.getState('k')));
                settled.push(await settlementOf(stub.invokeChaincode('other', [])));
            },
            { capabilities: batches() },
        );
        for (const txId of ['a', 'b', 'c']) await session.peer.invoke({ txId });
        for (const txId of ['a', 'b', 'c']) await session.peer.next({ txId });
        expect(session.runner.transactionsInFlight).toBe(3);
        await session.peer.close(new Error('connection reset'));
        await session.running;
        expect(session.runner.transactionsInFlight).toBe(0);
        await quiescence();
        const closed: unknown = expect.objectContaining({ code: 'SESSION_CLOSED' });
        expect(settled).toEqual(Array.from({ length: 6 }, () => closed));
        expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    });

    it('between the failing of a batch and its repetition', async () => {
        const settled = deferred<unknown>();
        const session = await ServedSession.start(
            (stub) => {
                const writes = [stub.putState('a', '1'), stub.putState('b', '1')];
                settled.resolve(Promise.all(writes.map(settlementOf)));
                return settled.promise;
            },
            { capabilities: batches() },
        );
        await session.peer.invoke();
        await session.peer.refuse(await session.peer.next({ type: MessageType.WRITE_BATCH_STATE }), 'no');
        await session.peer.next({ type: PUT_STATE });
        await session.peer.close();
        await session.running;
        const closed: unknown = expect.objectContaining({ code: 'SESSION_CLOSED' });
        expect(await settled.promise).toEqual([closed, closed]);
    });

    it('before it has registered anything', async () => {
        const session = ServedSession.startUnregistered(() => success());
        await session.peer.close();
        await session.running;
        expect(session.runner.state.kind).toBe('closed');
        expect(session.log.messages('info')).toEqual(['the stream ended while the session was created']);
    });
});

describe('a chaincode that does what it should not', () => {
    it('never settles: its time is up, and the session lives', async () => {
        await using session = await ServedSession.start(
            (stub) => (stub.getStringArgs()[0] === 'hang' ? deferred().promise : success('alive')),
            { transactionTimeoutMs: 100 },
        );
        expect((await session.result({ txId: 'hangs', args: ['hang'] })).message).toBe(
            'TIMEOUT: no result after 100 ms',
        );
        expect((await session.result()).payload.toString()).toBe('alive');
        expect(session.runner.transactionsInFlight).toBe(0);
    });

    it('never settles, and its stream ends', async () => {
        const session = await ServedSession.start(() => deferred().promise, { transactionTimeoutMs: 200 });
        await session.peer.invoke();
        await session.peer.close();
        await session.running;
        await new Promise((resolve) => setTimeout(resolve, 210));
        // The end of the stream was the end of it: no time is up any more.
        expect(session.log.messages()).toEqual([
            'the stream ended during the transaction: its result cannot be delivered',
        ]);
    });

    it('throws in all ways that there are: no rejection is left unhandled', async () => {
        const proxy = new Proxy(() => undefined, {
            get: () => {
                throw new Error('trap');
            },
        });
        const thrown: unknown[] = [null, undefined, 'text', { toString: null }, proxy, new Error('text')];
        let at = 0;
        await using session = await ServedSession.start(() => {
            throw thrown[at];
        });
        for (at = 0; at < thrown.length; at++) {
            expect(await session.result({ txId: `tx${at}` })).toMatchObject({ type: COMPLETED, status: 500 });
        }
        await quiescence();
    });

    it('leaves failing operations behind: no rejection is left unhandled', async () => {
        await using session = await ServedSession.start(async (stub) => {
            void stub.getState('');
            void stub.exists('bad');
            void stub.getStateByRange('bad', '');
            void stub.getMultipleStates(['bad', 'bad']);
            await stub.getHistoryForKey('k');
        });
        for (const { type } of Object.values(requests)) {
            session.peer.answerAll(type, () => {
                if (type !== MessageType.GET_HISTORY_FOR_KEY) throw new Error('refused');
                return Buffer.alloc(0);
            });
        }
        expect((await session.result()).status).toBe(200);
        await quiescence();
    });

    it('goes on after its return: its operations are refused, and nothing is sent', async () => {
        const gate = deferred();
        const late = deferred<unknown>();
        await using session = await ServedSession.start((stub) => {
            void gate.promise.then(() => {
                late.resolve(Promise.all([stub.getState('a'), stub.deleteState('b')].map(settlementOf)));
            });
        });
        await session.result();
        gate.resolve();
        const ended: unknown = expect.objectContaining({ code: 'TRANSACTION_ENDED' });
        expect(await late.promise).toEqual([ended, ended]);
        await quiescence();
        expect(session.peer.unread).toEqual([]);
    });

    it.each<[string, unknown, RegExp]>([
        [
            'an object',
            { answer: 42 },
            /^INVALID_ARGUMENT: the payload of the response must be a Uint8Array or a string/,
        ],
        ['a number', 42, /^INVALID_ARGUMENT: the payload of the response/],
        ['more than a message takes', Buffer.alloc(MAX_MESSAGE_BYTES + 1), /^MESSAGE_TOO_LARGE: /],
    ])('returns a payload that cannot be sent: %s', async (_, payload, expected) => {
        await using session = await ServedSession.start((stub) =>
            stub.getStringArgs()[0] === 'odd' ? { status: 200, payload } : success('alive'),
        );
        const { status, message } = await session.result({ args: ['odd'] });
        expect([status, expected.test(message)]).toEqual([500, true]);
        expect((await session.result()).payload.toString()).toBe('alive');
    });

    it.each<[string, unknown, string]>([
        ['an Error', new Error('text'), 'text'],
        ['an Error with a cause', new TypeError('text', { cause: new Error('inner') }), 'text'],
        ['an object with an Error in it', { code: 7, err: new Error('text') }, '{"code":7,"err":"text"}'],
        ['Errors in an array', [new Error('one'), 2n], '["one","2n"]'],
        ['bytes', Buffer.from('grün'), 'grün'],
        ['a function', Math.max, 'function max'],
        ['an Error that was written down', { message: 'text', stack: 'at file.js:1' }, '{"message":"text"}'],
        ['a symbol', Symbol('text'), 'Symbol(text)'],
        ['true', true, 'true'],
        ['a number', 404, '404'],
        ['null', null, ''],
        ['a text with a space behind it', 'text ', 'text'],
    ])('returns a message that is not text: %s', async (_, message, expected) => {
        await using session = await ServedSession.start(() => ({ status: 400, message }));
        const { status, message: sent } = await session.result();
        expect([status, sent]).toEqual([400, expected]);
    });

    it.each<[string, unknown]>([
        ['an empty text', ''],
        ['a text', 'grün'],
        ['a typed array', new Uint16Array([1, 2])],
        ['bytes of a larger buffer', Buffer.from('xxbytesxx').subarray(2, 7)],
    ])('sets an event with an odd payload: %s', async (_, payload) => {
        await using session = await ServedSession.start((stub) => {
            stub.setEvent('e', payload as never);
        });
        expect((await session.result()).status).toBe(200);
    });
});

describe('load', () => {
    it('a peer that does not read is not read from: what waits for it is bounded', async () => {
        const [ours, theirs] = createStreamPair();
        const runner = new SessionRunner(ours, {
            packageId: 'cc:1',
            chaincode: chaincodeOf(() => success('result')),
            logger: new RecordedLog(),
        });
        const running = runner.run();
        await theirs.send(encodeMessage({ type: REGISTERED }));
        await theirs.send(encodeMessage({ type: READY }));
        let taken = 0;
        const sending = (async () => {
            for (; taken < 1_000; taken++) {
                await theirs.send(encodeMessage({ type: TRANSACTION, txId: `tx${taken}`, channelId: 'ch' }));
            }
        })();
        await quiescence(100);
        // Both directions hold a few frames each, and no more.
        expect(taken).toBeLessThan(100);
        const completed = await count(theirs, ({ type }) => type === COMPLETED, 1_000);
        await sending;
        expect(completed).toBe(1_000);
        expect(runner.transactionsInFlight).toBe(0);
        await theirs.close();
        await running;
    });

    it('500 transactions of 20 operations at once, while a second session comes and goes', async () => {
        const work = async (stub: ChaincodeStub): Promise<unknown> => {
            const [own = ''] = stub.getStringArgs();
            const seen: string[] = [];
            for (let round = 0; round < 5; round++) {
                const key = `${own}-${round}`;
                const [first, second] = await Promise.all([stub.getState(key), stub.getState(`other ${key}`)]);
                await Promise.all([stub.putState(key, own), stub.putState(`other ${key}`, own)]);
                seen.push(`${first.toString()} ${second.toString()}`);
            }
            return success(seen.join());
        };
        await using session = await ServedSession.start(work, { capabilities: batches() });
        // Keys are their own values, so that a mix-up of answers shows.
        answerWithKeys(session);
        const transactions = Array.from({ length: 500 }, async (_, index) => {
            const { payload } = await session.result({ txId: `tx${index}`, args: [`own${index}`] });
            return payload.toString();
        });
        const second = await ServedSession.start(work);
        for (let index = 0; index < 50; index++) await second.peer.invoke({ txId: `tx${index}`, args: ['x'] });
        await second.peer.close(new Error('dropped'));
        await second.running;
        const results = await Promise.all(transactions);
        const expected = results.map((_, index) =>
            Array.from({ length: 5 }, (__, round) => `own${index}-${round} other own${index}-${round}`).join(),
        );
        expect(results).toEqual(expected);
        expect([session, second].map(({ runner }) => runner.transactionsInFlight)).toEqual([0, 0]);
        expect(session.log.messages()).toEqual([]);
        expect(session.peer.unread).toEqual([]);
    });

    it('a hundred sessions that come and go leave no transaction behind', async () => {
        const model = new ModelPeer({ k: 'v' });
        const sessions = await Promise.all(Array.from({ length: 100 }, () => ServedSession.start(readOne)));
        for (const session of sessions) {
            model.answer(session.peer);
            expect((await session.result()).payload.toString()).toBe('v');
            await session.peer.close();
            await session.running;
        }
        expect(sessions.map(({ runner }) => runner.transactionsInFlight)).toEqual(sessions.map(() => 0));
        expect(sessions.map(({ runner }) => runner.state.kind)).toEqual(sessions.map(() => 'closed'));
    });
});

function answerWithKeys({ peer }: ServedSession): void {
    peer.answerAll(GET_STATE, ({ payload }) => Buffer.from(requests.getState.query.decode(payload).key));
    peer.answerAll(MessageType.GET_STATE_MULTIPLE, ({ payload }) => {
        const { keys } = requests.getStateMultiple.query.decode(payload);
        return requests.getStateMultiple.reply.encode({ values: keys.map((key) => Buffer.from(key)) });
    });
    for (const type of [PUT_STATE, MessageType.WRITE_BATCH_STATE]) peer.answerAll(type, () => Buffer.alloc(0));
}

/** Reads from a stream until so many messages have matched. */
async function count(
    stream: MessageStream,
    match: (message: ChaincodeMessage) => boolean,
    most: number,
): Promise<number> {
    let matched = 0;
    for await (const frame of stream.incoming) {
        if (match(decodeMessage(frame))) matched++;
        if (matched === most) break;
    }
    return matched;
}
