import {
    chaincodeEvent,
    encodeMessage,
    keyModification,
    type KeyValue,
    keyValue,
    MessageType,
    requests,
    response,
} from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { error, success } from './chaincode';
import type { ChaincodeStub } from './stub/chaincode-stub';
import type { QueryIterator } from './stub/query-iterator';
import { Timestamp } from './stub/timestamp';
import { deferred } from './testing/deferred';
import { quiescence, resultOf, ServedSession } from './testing/served-session';
import { settlementOf } from './testing/settlement-of';

const { COMPLETED, ERROR, GET_STATE, KEEPALIVE, PUT_STATE, READY, RESPONSE, TRANSACTION } = MessageType;

/**
 * What goes wrong with fabric-shim 2.5.8, and does not here. The numbers are those of the project's list of its rivals'
 * defects; those that are not about a session are tested where their subject is.
 */
describe('defects of fabric-shim that are absent', () => {
    it('KEEPALIVE, or a type that nobody knows, ends the process', async () => {
        await using session = await ServedSession.start(() => success('alive'));
        await session.peer.send({ type: KEEPALIVE });
        expect((await session.peer.next()).type).toBe(KEEPALIVE);
        await session.peer.send({ type: 99 });
        expect((await session.result()).payload.toString()).toBe('alive');
    });

    it.each<[string, unknown, string]>([
        ['null', null, 'INTERNAL_ERROR: transaction tx1 failed unexpectedly'],
        ['a text', 'text', 'INTERNAL_ERROR: transaction tx1 failed unexpectedly'],
        ['an Error', new Error('text'), 'INTERNAL_ERROR: transaction tx1 failed unexpectedly'],
    ])('no response, or an empty one, when Invoke throws %s', async (_, thrown, expected) => {
        await using session = await ServedSession.start(() => {
            throw thrown;
        });
        const { type, status, message } = await session.result();
        expect([type, status, message.slice(0, expected.length)]).toEqual([COMPLETED, 500, expected]);
    });

    it('a putState that is not awaited is lost silently', async () => {
        await using session = await ServedSession.start((stub) => {
            void stub.putState('a', '1');
            void stub.putState('b', '2');
        });
        const { status, message } = await session.result();
        expect([status, message.split(':')[0]]).toEqual([500, 'FLOATING_OPERATION']);
        await quiescence();
        expect(session.peer.unread).toEqual([]);
    });

    it("setEvent(name, 'text') ends the stream, and success('text') sends other bytes", async () => {
        await using session = await ServedSession.start((stub) => {
            stub.setEvent('name', 'hello');
            return success('hello');
        });
        const { payload, event } = await session.result();
        expect(payload).toEqual(Buffer.from('hello'));
        expect(chaincodeEvent.decode(event)).toMatchObject({ name: 'name', payload: Buffer.from('hello') });
        expect(session.runner.state.kind).toBe('ready');
    });

    it('private queries resolve to { iterator }, rows have no namespace, histories another timestamp', async () => {
        const row = { namespace: 'asset', key: 'k', value: Buffer.from('v') };
        const modification = { txId: 't', value: row.value, timestamp: { seconds: 5n, nanos: 6 }, isDelete: false };
        const seen: unknown[] = [];
        await using session = await ServedSession.start(async (stub) => {
            const queries: ((each: ChaincodeStub) => Promise<QueryIterator<KeyValue>>)[] = [
                (each) => each.getPrivateDataByRange('c', '', ''),
                (each) => each.getPrivateDataByPartialCompositeKey('c', 'type', []),
                (each) => each.getPrivateDataQueryResult('c', '{}'),
            ];
            for (const query of queries) seen.push((await (await query(stub)).next()).value);
            const history = await stub.getHistoryForKey('k');
            seen.push((await history.next()).value.timestamp, stub.getTxTimestamp().constructor);
        });
        const rows = requests.getStateByRange.reply.encode({ results: [{ resultBytes: keyValue.encode(row) }] });
        session.peer.answerAll(MessageType.GET_STATE_BY_RANGE, () => rows);
        session.peer.answerAll(MessageType.GET_QUERY_RESULT, () => rows);
        session.peer.answerAll(MessageType.GET_HISTORY_FOR_KEY, () =>
            requests.getHistoryForKey.reply.encode({
                results: [{ resultBytes: keyModification.encode(modification) }],
            }),
        );
        expect((await session.result()).status).toBe(200);
        expect(seen).toEqual([row, row, row, new Timestamp(modification.timestamp), Timestamp]);
    });

    it('a malformed ChaincodeInput is answered with its own bytes', async () => {
        await using session = await ServedSession.start(() => success());
        const malformed = Buffer.from([0x0a, 0x7f, 0xfe]);
        await session.peer.send({ type: TRANSACTION, txId: 'tx1', channelId: 'ch', payload: malformed });
        const { message } = resultOf(await session.peer.next({ type: ERROR }));
        expect(message).toMatch(/^the input of the transaction cannot be decoded: [\x20-\x7e]+$/);
    });

    it.each([TRANSACTION, RESPONSE, READY, 99])('type %s before REGISTERED ends the stream', async (type) => {
        await using session = ServedSession.startUnregistered(() => success('alive'));
        await session.peer.send({ type, txId: 'tx0', channelId: 'ch' });
        await session.peer.register();
        expect((await session.result()).payload.toString()).toBe('alive');
        expect(session.peer.unread).toEqual([]);
    });

    it('operations of a stream that is gone never settle, and their transactions leak', async () => {
        const settled: Promise<unknown>[] = [];
        const session = await ServedSession.start(async (stub) => {
            const operation = settlementOf(stub.getState('k'));
            settled.push(operation);
            await operation;
        });
        for (let index = 0; index < 20; index++) await session.peer.invoke({ txId: `tx${index}` });
        for (let index = 0; index < 20; index++) await session.peer.next({ type: GET_STATE });
        await session.peer.close(new Error('dropped'));
        await session.running;
        const codes = (await Promise.all(settled)).map((each) => (each as { code: string }).code);
        expect(codes).toEqual(Array.from({ length: 20 }, () => 'SESSION_CLOSED'));
        expect(session.runner.transactionsInFlight).toBe(0);
    });

    it('a transaction cannot be told that it takes too long, and goes on for ever', async () => {
        const told = deferred<unknown>();
        await using session = await ServedSession.start(
            async (stub) => {
                stub.signal.addEventListener('abort', () => {
                    told.resolve(stub.signal.reason);
                });
                await told.promise;
                return settlementOf(stub.putState('too late', '1'));
            },
            { transactionTimeoutMs: 1 },
        );
        expect((await session.result()).message).toBe('TIMEOUT: no result after 1 ms');
        expect(await told.promise).toMatchObject({ code: 'TIMEOUT' });
        await quiescence();
        expect(session.peer.unread.filter(({ type }) => type === PUT_STATE)).toEqual([]);
    });

    it('a called chaincode that fails is a response, with its payload', async () => {
        const failed = { ...error('no such asset'), message: 'no such asset', payload: Buffer.from('{"id":1}') };
        let seen: unknown;
        await using session = await ServedSession.start(async (stub) => {
            seen = await stub.invokeChaincode('other', ['read']);
        });
        session.peer.answerAll(MessageType.INVOKE_CHAINCODE, () =>
            encodeMessage({ type: COMPLETED, payload: response.encode(failed) }),
        );
        await session.result();
        expect(seen).toEqual(failed);
    });
});
