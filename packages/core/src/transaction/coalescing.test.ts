import { type ChaincodeMessage, MessageType, messageTypeName, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { batches, quiescence, ServedSession, type ServedSessionOptions } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const { COMPLETED, GET_STATE, GET_STATE_MULTIPLE, PUT_STATE, WRITE_BATCH_STATE } = MessageType;

const MIB = 1024 * 1024;

/** How the peer of a test answers a request; a throw is an ERROR. */
type Answer = (request: ChaincodeMessage) => Uint8Array;

/** Runs a function against a peer, and tells what the peer was asked, in order, and what the function made of it. */
async function run(
    served: (stub: ChaincodeStub) => Promise<unknown>,
    answers: Readonly<Record<number, Answer>> = {},
    options: ServedSessionOptions = { capabilities: batches() },
): Promise<{ asked: string[]; result: unknown }> {
    const asked: string[] = [];
    let result: unknown;
    await using session = await ServedSession.start(async (stub) => {
        result = await served(stub);
    }, options);
    for (const type of Object.values(MessageType).filter((each) => each >= GET_STATE && each !== COMPLETED)) {
        session.peer.answerAll(type, (request) => {
            asked.push(shown(request));
            return (answers[type] ?? defaultAnswer)(request);
        });
    }
    const { status, message } = await session.result();
    expect([status, message]).toEqual([200, '']);
    return { asked, result };
}

/** Values are their keys in capitals. */
function valueOf(key: string): Buffer {
    return Buffer.from(key.toUpperCase());
}

function defaultAnswer({ type, payload }: ChaincodeMessage): Uint8Array {
    if (type === GET_STATE) return valueOf(requests.getState.query.decode(payload).key);
    if (type !== GET_STATE_MULTIPLE) return Buffer.alloc(0);
    return requests.getStateMultiple.reply.encode({ values: keysOf(payload).map(valueOf) });
}

function keysOf(payload: Buffer): string[] {
    return requests.getStateMultiple.query.decode(payload).keys;
}

/** A request as the tests name it: its type, and the keys that it is about. */
function shown({ type, payload }: ChaincodeMessage): string {
    const name = messageTypeName(type);
    if (type === GET_STATE_MULTIPLE) return `${name} ${keysOf(payload).join()}`;
    if (type === WRITE_BATCH_STATE) {
        const { records } = requests.writeBatchState.query.decode(payload);
        return `${name} ${records.map((record) => `${messageTypeName(record.type)} ${record.key}`).join()}`;
    }
    const single = [requests.getState, requests.putState, requests.deleteState].find((row) => row.type === type);
    return single === undefined ? name : `${name} ${single.query.decode(payload).key}`;
}

function texts(values: readonly Buffer[]): string[] {
    return values.map(String);
}

describe('reads of one tick', () => {
    it('travel as one GET_STATE_MULTIPLE', async () => {
        const { asked, result } = await run((stub) => Promise.all(['a', 'b', 'c'].map((key) => stub.getState(key))));
        expect(asked).toEqual(['GET_STATE_MULTIPLE a,b,c']);
        expect(texts(result as Buffer[])).toEqual(['A', 'B', 'C']);
    });

    it('travel together from different parts of the code, whatever else these await', async () => {
        const { asked } = await run(async (stub) => {
            const chain = async (first: string, second: string): Promise<void> => {
                await stub.getState(first);
                await stub.getState(second);
            };
            await Promise.all([chain('a1', 'a2'), chain('b1', 'b2'), stub.exists('c')]);
        });
        expect(asked).toEqual(['GET_STATE_MULTIPLE a1,b1,c', 'GET_STATE_MULTIPLE a2,b2']);
    });

    it('travel alone where there is but one', async () => {
        const { asked } = await run(async (stub) => {
            await stub.getState('a');
            await stub.getState('b');
        });
        expect(asked).toEqual(['GET_STATE a', 'GET_STATE b']);
    });

    it('may name a key twice', async () => {
        const { asked, result } = await run((stub) => Promise.all([stub.getState('a'), stub.getState('a')]));
        expect(asked).toEqual(['GET_STATE_MULTIPLE a,a']);
        expect(texts(result as Buffer[])).toEqual(['A', 'A']);
    });

    it.each<[string, readonly Buffer[]]>([
        ['no values, which is how a ledger error comes', []],
        ['too few', [Buffer.from('A')]],
        ['too many', ['A', 'B', 'C', 'D'].map((text) => Buffer.from(text))],
    ])('are repeated one by one after an answer with %s', async (_, values) => {
        const { asked, result } = await run((stub) => Promise.all(['a', 'b', 'c'].map((key) => stub.getState(key))), {
            [GET_STATE_MULTIPLE]: () => requests.getStateMultiple.reply.encode({ values }),
        });
        expect(asked).toEqual(['GET_STATE_MULTIPLE a,b,c', 'GET_STATE a', 'GET_STATE b', 'GET_STATE c']);
        expect(texts(result as Buffer[])).toEqual(['A', 'B', 'C']);
    });

    it.each<[string, Answer]>([
        [
            'an ERROR',
            () => {
                throw new Error('refused');
            },
        ],
        ['bytes that are not an answer', () => Buffer.from([0xff])],
    ])('are repeated one by one after %s, and each settles from its own answer', async (_, answer) => {
        const { asked, result } = await run(
            (stub) => Promise.all(['a', 'bad', 'c'].map((key) => settlementOf(stub.getState(key)))),
            {
                [GET_STATE_MULTIPLE]: answer,
                [GET_STATE]: ({ payload }) => {
                    const { key } = requests.getState.query.decode(payload);
                    if (key === 'bad') throw new Error('GET_STATE failed: of a bad key');
                    return valueOf(key);
                },
            },
        );
        expect(asked).toEqual(['GET_STATE_MULTIPLE a,bad,c', 'GET_STATE a', 'GET_STATE bad', 'GET_STATE c']);
        expect(result).toEqual([
            Buffer.from('A'),
            expect.objectContaining({ code: 'PEER_ERROR', message: 'GET_STATE failed: of a bad key' }),
            Buffer.from('C'),
        ]);
    });

    it('are never coalesced when they are private: the multiple form skips a check', async () => {
        const { asked } = await run((stub) =>
            Promise.all([
                stub.getPrivateData('coll', 'p'),
                stub.getState('a'),
                stub.getPrivateDataHash('coll', 'h'),
                stub.getState('b'),
                stub.getMultiplePrivateData('coll', ['q', 'r']),
            ]),
        );
        expect(asked).toEqual([
            'GET_STATE p',
            'GET_STATE_MULTIPLE a,b',
            'GET_PRIVATE_DATA_HASH',
            'GET_STATE q',
            'GET_STATE r',
        ]);
    });
});

describe('writes of one tick', () => {
    const writeFour = (stub: ChaincodeStub): Promise<unknown> =>
        Promise.all([
            settlementOf(stub.putState('a', '1')),
            settlementOf(stub.deleteState('b')),
            settlementOf(stub.setStateValidationParameter('c', Buffer.from('policy'))),
            settlementOf(stub.putPrivateData('coll', 'd', '4')),
        ]);

    it('travel as one WRITE_BATCH_STATE, private ones included', async () => {
        const { asked, result } = await run(writeFour);
        expect(asked).toEqual(['WRITE_BATCH_STATE PUT_STATE a,DEL_STATE b,PUT_STATE_METADATA c,PUT_STATE d']);
        expect(result).toEqual([undefined, undefined, undefined, undefined]);
    });

    it('are sent again one by one in order when the batch fails, and each settles from its own answer', async () => {
        const { asked, result } = await run(writeFour, {
            [WRITE_BATCH_STATE]: () => {
                throw new Error('WRITE_BATCH_STATE failed: of some record');
            },
            [MessageType.DEL_STATE]: () => {
                throw new Error('DEL_STATE failed: of this one');
            },
        });
        expect(asked).toEqual([
            'WRITE_BATCH_STATE PUT_STATE a,DEL_STATE b,PUT_STATE_METADATA c,PUT_STATE d',
            'PUT_STATE a',
            'DEL_STATE b',
            'PUT_STATE_METADATA',
            'PUT_STATE d',
        ]);
        const failed: unknown = expect.objectContaining({ message: 'DEL_STATE failed: of this one' });
        expect(result).toEqual([undefined, failed, undefined, undefined]);
    });

    it('go on in batches after one has failed', async () => {
        const { asked } = await run(
            async (stub) => {
                const failing = [stub.putState('bad', '1'), stub.putState('b', '1')];
                await quiescence(1);
                const others = [stub.putState('c', '1'), stub.putState('d', '1')];
                await Promise.allSettled([...failing, ...others]);
            },
            {
                [WRITE_BATCH_STATE]: (request) => {
                    if (shown(request).includes('bad')) throw new Error('refused');
                    return Buffer.alloc(0);
                },
            },
        );
        expect(asked).toEqual([
            'WRITE_BATCH_STATE PUT_STATE bad,PUT_STATE b',
            'PUT_STATE bad',
            'PUT_STATE b',
            'WRITE_BATCH_STATE PUT_STATE c,PUT_STATE d',
        ]);
    });

    it('may be overtaken by reads, and overtake them: nobody reads their own writes', async () => {
        const { asked } = await run((stub) =>
            Promise.all([
                stub.putState('a', '1'),
                stub.getState('b'),
                stub.putState('c', '1'),
                stub.getState('d'),
                stub.deleteState('e'),
            ]),
        );
        expect(asked).toEqual(['WRITE_BATCH_STATE PUT_STATE a,PUT_STATE c,DEL_STATE e', 'GET_STATE_MULTIPLE b,d']);
    });

    it('have the values of their calls, also when the buffer changes meanwhile', async () => {
        const written: string[] = [];
        await run(
            async (stub) => {
                const reused = Buffer.alloc(1);
                const writes = ['a', 'b', 'c'].map((key, index) => {
                    reused.write(String(index));
                    return stub.putState(key, reused);
                });
                await Promise.all(writes);
            },
            {
                [WRITE_BATCH_STATE]: ({ payload }) => {
                    const { records } = requests.writeBatchState.query.decode(payload);
                    written.push(...records.map(({ key, value }) => `${key}=${value.toString()}`));
                    return Buffer.alloc(0);
                },
            },
        );
        expect(written).toEqual(['a=0', 'b=1', 'c=2']);
    });
});

describe('barriers', () => {
    it.each<[string, (stub: ChaincodeStub) => Promise<unknown>, string]>([
        ['a range query', (stub) => stub.getStateByRange('', ''), 'GET_STATE_BY_RANGE'],
        ['a rich query', (stub) => stub.getQueryResult('{}'), 'GET_QUERY_RESULT'],
        ['a history', (stub) => stub.getHistoryForKey('k'), 'GET_HISTORY_FOR_KEY'],
        ['a metadata read', (stub) => stub.getStateValidationParameter('k'), 'GET_STATE_METADATA'],
        ['a private metadata read', (stub) => stub.getPrivateDataValidationParameter('c', 'k'), 'GET_STATE_METADATA'],
        ['a chaincode call', (stub) => settlementOf(stub.invokeChaincode('other', [])), 'INVOKE_CHAINCODE'],
    ])('nothing moves across %s', async (_, barrier, name) => {
        const { asked } = await run((stub) =>
            Promise.all([
                stub.getState('a'),
                stub.putState('b', '1'),
                barrier(stub),
                stub.putState('c', '1'),
                stub.getState('d'),
                stub.getState('e'),
                stub.putState('f', '1'),
            ]),
        );
        expect(asked).toEqual([
            'GET_STATE a',
            'PUT_STATE b',
            name,
            'WRITE_BATCH_STATE PUT_STATE c,PUT_STATE f',
            'GET_STATE_MULTIPLE d,e',
        ]);
    });

    it('nothing moves across the steps of an iterator', async () => {
        const page = requests.getStateByRange.reply.encode({ id: 'cursor', hasMore: true });
        const { asked } = await run(
            async (stub) => {
                const rows = await stub.getStateByRange('', '');
                await Promise.all([
                    stub.getState('a'),
                    rows.next(),
                    stub.getState('b'),
                    stub.getState('c'),
                    rows.close(),
                    stub.getState('d'),
                ]);
            },
            {
                [MessageType.GET_STATE_BY_RANGE]: () => page,
                [MessageType.QUERY_STATE_NEXT]: () => page,
                [MessageType.QUERY_STATE_CLOSE]: () => Buffer.alloc(0),
            },
        );
        expect(asked).toEqual([
            'GET_STATE_BY_RANGE',
            'GET_STATE a',
            'QUERY_STATE_NEXT',
            'GET_STATE_MULTIPLE b,c',
            'QUERY_STATE_CLOSE',
            'GET_STATE d',
        ]);
    });
});

describe('limits', () => {
    const readMany = (count: number) => (stub: ChaincodeStub) =>
        Promise.all(Array.from({ length: count }, (_, index) => stub.getState(`k${index}`)));
    const writeMany = (count: number, size: number) => (stub: ChaincodeStub) =>
        Promise.all(Array.from({ length: count }, (_, index) => stub.putState(`k${index}`, Buffer.alloc(size))));
    /** How many keys or records each request had. */
    const counts = (asked: readonly string[]): number[] => asked.map((text) => text.split(',').length);

    it('the announced maximum', async () => {
        const capabilities = batches(3, 2);
        expect(counts((await run(readMany(8), {}, { capabilities })).asked)).toEqual([3, 3, 2]);
        expect(counts((await run(writeMany(5, 1), {}, { capabilities })).asked)).toEqual([2, 2, 1]);
    });

    it.each<[string, ServedSessionOptions]>([
        ['a maximum of 0', { capabilities: batches(0) }],
        ['a maximum of 1', { capabilities: batches(1) }],
        ['a maximum without the switch', { capabilities: { maxSizeGetMultipleKeys: 9, maxSizeWriteBatch: 9 } }],
        ['a peer from before Fabric 3.1', {}],
        ['coalesce: false', { capabilities: batches(), coalesce: false }],
    ])('%s: all travel alone', async (_, options) => {
        expect((await run(readMany(3), {}, options)).asked).toEqual(['GET_STATE k0', 'GET_STATE k1', 'GET_STATE k2']);
        expect((await run(writeMany(2, 1), {}, options)).asked).toEqual(['PUT_STATE k0', 'PUT_STATE k1']);
    });

    it('100 keys, also when more were announced', async () => {
        const { asked } = await run(readMany(250), {}, { capabilities: batches(1_000_000) });
        expect(counts(asked)).toEqual([100, 100, 50]);
    });

    it('keys × the largest value read or written so far ≤ 32 MiB, for the whole session', async () => {
        await using session = await ServedSession.start(
            async (stub) => {
                const [first] = stub.getStringArgs();
                if (first === 'write') await stub.putState('large', Buffer.alloc(6 * MIB));
                else await readMany(20)(stub);
                return success();
            },
            { capabilities: batches() },
        );
        const asked: number[] = [];
        let size = 1;
        session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
        session.peer.answerAll(GET_STATE_MULTIPLE, ({ payload }) => {
            const keys = keysOf(payload);
            asked.push(keys.length);
            return requests.getStateMultiple.reply.encode({ values: keys.map(() => Buffer.alloc(size)) });
        });
        await session.result({ txId: 'nothing is known' });
        expect(asked.splice(0)).toEqual([20]);
        await session.result({ txId: 'writes', args: ['write'] });
        size = 8 * MIB;
        await session.result({ txId: 'learns more' });
        expect(asked.splice(0)).toEqual([5, 4, 4, 4, 3]);
    });

    it('a write batch ≤ 32 MiB', async () => {
        const { asked } = await run(writeMany(70, MIB - 1000));
        expect(counts(asked)).toEqual([32, 32, 6]);
    });

    it('a write above 1 MiB travels alone, and those behind it not before it', async () => {
        const { asked } = await run(writeMany(3, MIB));
        expect(counts(asked)).toEqual([1, 1, 1]);
    });

    it('coalesce: false leaves what asks for a batch by name', async () => {
        const { asked } = await run(
            async (stub) => {
                await stub.getMultipleStates(['a', 'b']);
                stub.startWriteBatch();
                await stub.putState('c', '1');
                await stub.putState('d', '1');
                await stub.finishWriteBatch();
            },
            {},
            { capabilities: batches(), coalesce: false },
        );
        expect(asked).toEqual(['GET_STATE_MULTIPLE a,b', 'WRITE_BATCH_STATE PUT_STATE c,PUT_STATE d']);
    });
});

describe('when the transaction ends meanwhile', () => {
    it('a batch that is being repeated one by one is given up', async () => {
        await using session = await ServedSession.start(
            async (stub) => {
                await Promise.all([stub.putState('a', '1'), stub.putState('b', '1')]);
            },
            { capabilities: batches() },
        );
        await session.peer.invoke();
        await session.peer.refuse(await session.peer.next({ type: WRITE_BATCH_STATE }), 'no');
        await session.peer.refuse(await session.peer.next({ type: PUT_STATE }), 'of a');
        // The function has failed by the first write: the second one is not sent.
        expect((await session.peer.next()).type).toBe(COMPLETED);
        await quiescence();
        expect(session.peer.unread).toEqual([]);
    });

    it('what is under way is rejected at once, and its answer is waited for before COMPLETED', async () => {
        await using session = await ServedSession.start(
            async (stub) => {
                const reads = [stub.getState('a'), stub.getState('b')];
                await quiescence(1);
                void Promise.allSettled(reads);
                throw new Error('failed');
            },
            { capabilities: batches() },
        );
        await session.peer.invoke();
        const request = await session.peer.next({ type: GET_STATE_MULTIPLE });
        await quiescence();
        expect(session.peer.unread).toEqual([]);
        // Even an answer that would have to be repeated ends the matter.
        await session.peer.refuse(request, 'no');
        expect((await session.peer.next()).type).toBe(COMPLETED);
        expect(session.log.messages()).toEqual(['transaction failed: the chaincode threw']);
    });
});
