import { MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import { quiescence, ServedSession } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import type { ChaincodeStub } from './chaincode-stub';

/** The error that a call meets in a transaction; the peer is not asked, or would never answer. */
async function refusal(call: (stub: ChaincodeStub) => unknown): Promise<string> {
    let error: unknown;
    await using session = await ServedSession.start(async (stub) => {
        error = await settlementOf(Promise.resolve().then(() => call(stub)));
    });
    await session.peer.invoke();
    await quiescence();
    expect(session.peer.unread.map(({ type }) => type)).toEqual([MessageType.COMPLETED]);
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
}

const wrong = (value: unknown): never => value as never;

describe('arguments are checked before the round trip', () => {
    it.each<[string, (stub: ChaincodeStub) => unknown, string]>([
        ['an empty key', (stub) => stub.putState('', '1'), 'EMPTY_KEY: the key must not be empty'],
        ['an empty key that is read', (stub) => stub.getState(''), 'EMPTY_KEY: the key must not be empty'],
        [
            'an empty key among several',
            (stub) => stub.getMultipleStates(['a', '']),
            'EMPTY_KEY: the key must not be empty',
        ],
        ['an empty private key', (stub) => stub.deletePrivateData('c', ''), 'EMPTY_KEY: the key must not be empty'],
        [
            'a key that is not a string',
            (stub) => stub.getState(wrong(7)),
            'INVALID_ARGUMENT: the key must be a string, not number',
        ],
        [
            'a key that is null',
            (stub) => stub.deleteState(wrong(null)),
            'INVALID_ARGUMENT: the key must be a string, not null',
        ],
        [
            'a key that is not Unicode',
            (stub) => stub.getState('\ud800'),
            'INVALID_ARGUMENT: the key is not valid Unicode: it has a lone surrogate',
        ],
        [
            'keys that are not an array',
            (stub) => stub.getMultipleStates(wrong('ab')),
            'INVALID_ARGUMENT: the keys must be an array of strings',
        ],
        [
            'an empty value',
            (stub) => stub.putState('k', ''),
            'EMPTY_VALUE: the value of "k" is empty, which a peer would record as a delete: call deleteState or ' +
                'deletePrivateData if that is meant, or store a value such as `null`',
        ],
        [
            'an empty private value',
            (stub) => stub.putPrivateData('c', 'k', Buffer.alloc(0)),
            'EMPTY_VALUE: the value of "k" is empty',
        ],
        [
            'a value that is an object',
            (stub) => stub.putState('k', wrong({ a: 1 })),
            'INVALID_ARGUMENT: the value of "k" must be a Uint8Array or a string, not object',
        ],
        [
            'a value that is missing',
            (stub) => stub.putState('k', wrong(undefined)),
            'INVALID_ARGUMENT: the value of "k" must be',
        ],
        [
            'an empty collection',
            (stub) => stub.getPrivateData('', 'k'),
            'INVALID_ARGUMENT: the collection must not be empty',
        ],
        [
            'no collection',
            (stub) => stub.getPrivateDataHash(wrong(undefined), 'k'),
            'INVALID_ARGUMENT: the collection must be a string',
        ],
        ['an empty query', (stub) => stub.getQueryResult(''), 'INVALID_ARGUMENT: the query must not be empty'],
        [
            'a query that is not text',
            (stub) => stub.getPrivateDataQueryResult('c', wrong({ selector: {} })),
            'INVALID_ARGUMENT: the query must be a string, not object',
        ],
        [
            'a range from a composite key',
            (stub) => stub.getStateByRange('\u0000a', ''),
            'INVALID_ARGUMENT: a range of simple keys cannot begin or end at a composite key: use getStateByPartialCompositeKey',
        ],
        [
            'a private range to a composite key',
            (stub) => stub.getPrivateDataByRange('c', '', '\u0000'),
            'INVALID_ARGUMENT: a range',
        ],
        [
            'a page of nothing',
            (stub) => stub.getStateByRangeWithPagination('', '', 0),
            'INVALID_ARGUMENT: the page size must be a positive integer, not 0',
        ],
        [
            'a page size that is a text, but not of digits',
            (stub) => stub.getQueryResultWithPagination('{}', wrong(' 5')),
            'INVALID_ARGUMENT: the page size must be a positive integer, not " 5"',
        ],
        [
            'a page size in digits that is 0',
            (stub) => stub.getStateByRangeWithPagination('', '', wrong('0')),
            'INVALID_ARGUMENT: the page size must be a positive integer, not "0"',
        ],
        [
            'a page size that is not whole',
            (stub) => stub.getAllStatesCompositeKeyWithPagination(wrong('2.0')),
            'INVALID_ARGUMENT: the page size must be a positive integer, not "2.0"',
        ],
        [
            'a page size that is a bigint',
            (stub) => stub.getStateByPartialCompositeKeyWithPagination('type', [], wrong(2n)),
            'INVALID_ARGUMENT: the page size must be a positive integer, not 2n',
        ],
        [
            'an empty object type',
            (stub) => stub.getStateByPartialCompositeKey('', []),
            'INVALID_ARGUMENT: the object type must not be empty',
        ],
        [
            'U+0000 in a composite key',
            (stub) => stub.createCompositeKey('type', ['a\u0000b']),
            "INVALID_ARGUMENT: attribute 1 of object type 'type' contains U+0000, which separates the parts of a key",
        ],
        [
            'U+10FFFF in a composite key',
            (stub) => stub.createCompositeKey('type', ['a', '\u{10ffff}']),
            "INVALID_ARGUMENT: attribute 2 of object type 'type' contains U+10FFFF, which ends a range of keys",
        ],
        [
            'invalid Unicode in a composite key',
            (stub) => stub.createCompositeKey('type', ['\udfff']),
            "INVALID_ARGUMENT: attribute 1 of object type 'type' is not valid Unicode: it has a lone surrogate",
        ],
        [
            'a simple key to be split',
            (stub) => stub.splitCompositeKey('simple'),
            'INVALID_ARGUMENT: "simple" is not a composite key',
        ],
        [
            'an event without a name',
            (stub) => {
                stub.setEvent('', '1');
            },
            'INVALID_ARGUMENT: the event name must not be empty',
        ],
        [
            'an event whose payload is an object',
            (stub) => {
                stub.setEvent('e', wrong({}));
            },
            'INVALID_ARGUMENT: the event payload must be a Uint8Array or a string, not object',
        ],
        [
            'a chaincode without a name',
            (stub) => stub.invokeChaincode('', []),
            'INVALID_ARGUMENT: the chaincode name must not be empty',
        ],
        [
            'arguments that are not an array',
            (stub) => stub.invokeChaincode('cc', wrong('a')),
            'INVALID_ARGUMENT: the arguments must be an array',
        ],
        [
            'an argument that is a number',
            (stub) => stub.invokeChaincode('cc', ['a', wrong(1)]),
            'INVALID_ARGUMENT: argument 2 must be a Uint8Array or a string, not number',
        ],
        [
            'a policy that is missing',
            (stub) => stub.setStateValidationParameter('k', wrong(null)),
            'INVALID_ARGUMENT: the policy must be',
        ],
    ])('%s', async (_, call, expected) => {
        expect((await refusal(call)).slice(0, expected.length)).toBe(expected);
    });

    it('a composite key is made and split', async () => {
        await using session = await ServedSession.start((stub) => {
            const key = stub.createCompositeKey('type', ['a', '', 'ö']);
            return success(JSON.stringify([key, stub.splitCompositeKey(key)]));
        });
        expect(JSON.parse((await session.result()).payload.toString())).toEqual([
            '\u0000type\u0000a\u0000\u0000ö\u0000',
            { objectType: 'type', attributes: ['a', '', 'ö'] },
        ]);
    });
});

const { PUT_STATE, DEL_STATE, GET_STATE_BY_RANGE, GET_QUERY_RESULT } = MessageType;
const ANSWERED = [PUT_STATE, DEL_STATE, GET_STATE_BY_RANGE, GET_QUERY_RESULT];

/** Runs steps one after the other against a peer that accepts everything but what `refuses` names. */
async function sequence(
    steps: readonly ((stub: ChaincodeStub) => Promise<unknown>)[],
    refuses: readonly number[] = [],
): Promise<string[]> {
    const came: string[] = [];
    await using session = await ServedSession.start(async (stub) => {
        for (const step of steps) {
            const settled = await settlementOf(step(stub));
            came.push((settled as { code?: string } | undefined)?.code ?? 'done');
        }
    });
    for (const type of ANSWERED) {
        session.peer.answerAll(type, () => {
            if (refuses.includes(type)) throw new Error('no read access');
            return Buffer.alloc(0);
        });
    }
    await session.result();
    return came;
}

describe('the order of writes and queries', () => {
    const write = (stub: ChaincodeStub): Promise<unknown> => stub.putState('k', '1');
    const publicQuery = (stub: ChaincodeStub): Promise<unknown> => stub.getStateByRange('', '');
    const GUARDED: [string, (stub: ChaincodeStub) => Promise<unknown>][] = [
        ['getStateByRangeWithPagination', (stub) => stub.getStateByRangeWithPagination('', '', 5)],
        ['getQueryResultWithPagination', (stub) => stub.getQueryResultWithPagination('{}', 5)],
        ['getAllStatesCompositeKeyWithPagination', (stub) => stub.getAllStatesCompositeKeyWithPagination(5)],
        [
            'getStateByPartialCompositeKeyWithPagination',
            (stub) => stub.getStateByPartialCompositeKeyWithPagination('type', [], 5),
        ],
        ['getPrivateDataByRange', (stub) => stub.getPrivateDataByRange('c', '', '')],
        ['getPrivateDataByPartialCompositeKey', (stub) => stub.getPrivateDataByPartialCompositeKey('c', 'type', [])],
        ['getPrivateDataQueryResult', (stub) => stub.getPrivateDataQueryResult('c', '{}')],
    ];

    it.each(GUARDED)('no write after %s, and not before it', async (_, query) => {
        expect(await sequence([query, write, query])).toEqual(['done', 'WRITE_AFTER_QUERY', 'done']);
        expect(await sequence([write, query, write])).toEqual(['done', 'QUERY_AFTER_WRITE', 'done']);
    });

    it('says what to do', async () => {
        const messages: string[] = [];
        await using session = await ServedSession.start(async (stub) => {
            const first = stub.getPrivateDataByRange('c', '', '');
            messages.push(((await settlementOf(stub.putState('k', '1'))) as Error).message);
            await first;
        });
        session.peer.answerAll(MessageType.GET_STATE_BY_RANGE, () => Buffer.alloc(0));
        await session.result();
        expect(messages).toEqual([
            'putState after getPrivateDataByRange: peers refuse writes in a transaction that has made a paginated or ' +
                'private-data query. Query in an evaluated transaction of its own, and pass the keys to this one',
        ]);
    });

    it('public queries without pages and writes go together', async () => {
        expect(await sequence([publicQuery, write, publicQuery, write])).toEqual(['done', 'done', 'done', 'done']);
    });

    it('a query that the peer refused leaves the right to write, one that cannot be asked as well', async () => {
        const privateQuery = (stub: ChaincodeStub): Promise<unknown> => stub.getPrivateDataByRange('c', '', '');
        const wrongQuery = (stub: ChaincodeStub): Promise<unknown> => stub.getPrivateDataByRange('', '', '');
        expect(await sequence([privateQuery, write], [MessageType.GET_STATE_BY_RANGE])).toEqual(['PEER_ERROR', 'done']);
        expect(await sequence([wrongQuery, write])).toEqual(['INVALID_ARGUMENT', 'done']);
    });

    it('a write that the peer refused leaves the right to query, unless another one succeeded', async () => {
        const query = (stub: ChaincodeStub): Promise<unknown> => stub.getPrivateDataByRange('c', '', '');
        const remove = (stub: ChaincodeStub): Promise<unknown> => stub.deleteState('k');
        const refuses = [MessageType.PUT_STATE];
        expect(await sequence([write, query], refuses)).toEqual(['PEER_ERROR', 'done']);
        expect(await sequence([remove, write, query], refuses)).toEqual(['done', 'PEER_ERROR', 'QUERY_AFTER_WRITE']);
    });

    it('a write that cannot be asked leaves the right to query', async () => {
        const wrongWrite = (stub: ChaincodeStub): Promise<unknown> => stub.putState('', '1');
        const query = (stub: ChaincodeStub): Promise<unknown> => stub.getPrivateDataByRange('c', '', '');
        expect(await sequence([wrongWrite, query])).toEqual(['EMPTY_KEY', 'done']);
    });
});

describe('a read-only stub', () => {
    const WRITES: [string, (stub: ChaincodeStub) => unknown][] = [
        ['putState', (stub) => stub.putState('k', '1')],
        ['deleteState', (stub) => stub.deleteState('k')],
        ['setStateValidationParameter', (stub) => stub.setStateValidationParameter('k', Buffer.from('p'))],
        ['putPrivateData', (stub) => stub.putPrivateData('c', 'k', '1')],
        ['deletePrivateData', (stub) => stub.deletePrivateData('c', 'k')],
        ['purgePrivateData', (stub) => stub.purgePrivateData('c', 'k')],
        [
            'setPrivateDataValidationParameter',
            (stub) => stub.setPrivateDataValidationParameter('c', 'k', Buffer.from('p')),
        ],
        [
            'startWriteBatch',
            (stub) => {
                stub.startWriteBatch();
            },
        ],
    ];

    it.each(WRITES)('refuses %s', async (name, call) => {
        expect(await refusal((stub) => call(stub.asReadOnly()))).toBe(
            `READ_ONLY_TRANSACTION: ${name} in a transaction that is declared to be evaluated only: declare it with ` +
                '@Transaction() if it is meant to write',
        );
    });

    it('tells of writes and lets them pass where that is asked for', async () => {
        const told: string[] = [];
        await using session = await ServedSession.start(async (stub) => {
            await stub.asReadOnly((operation) => told.push(operation)).putState('k', '1');
        });
        session.peer.answerAll(MessageType.PUT_STATE, () => Buffer.alloc(0));
        expect((await session.result()).status).toBe(200);
        expect(told).toEqual(['putState']);
    });

    it('reads, queries and sets events', async () => {
        await using session = await ServedSession.start(async (stub) => {
            const readOnly = stub.asReadOnly();
            readOnly.setEvent('e', '1');
            await readOnly.getStateByRangeWithPagination('', '', 1);
            return success(await readOnly.getState('k'));
        });
        session.peer.answerAll(MessageType.GET_STATE, () => Buffer.from('value'));
        session.peer.answerAll(MessageType.GET_STATE_BY_RANGE, () => Buffer.alloc(0));
        const { payload, event } = await session.result();
        expect([payload.toString(), event.length > 0]).toEqual(['value', true]);
    });
});
