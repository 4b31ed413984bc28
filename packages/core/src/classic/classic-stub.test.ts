import { MessageType, proposalParts, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import sinon from 'sinon';
import { keysOfValue, nameTransaction, refuseSecondEvent, watchWrites } from '../stub/hidden-calls';
import { quiescence, ServedSession } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import { WRAPPERS } from '../testing/wrapped';
import { warn } from '../warnings/warn';
import { classicChaincode } from './classic-chaincode';
import { ClassicStub } from './classic-stub';

const { COMPLETED, GET_STATE, GET_STATE_BY_RANGE, GET_HISTORY_FOR_KEY, INVOKE_CHAINCODE, PUT_STATE } = MessageType;

/** A proposal that was put together of messages of protobuf, for which fabric-shim 2.5.8 gave what stands below. */
const PROPOSAL = proposalParts.signedProposal.encode({
    proposal: proposalParts.proposal.encode({
        header: proposalParts.header.encode({
            channelHeader: proposalParts.channelHeader.encode({
                type: 3,
                timestamp: { seconds: 1_700_000_000n, nanos: 123_456_789 },
                channelId: 'ch',
                txId: 'tx',
            }),
            signatureHeader: proposalParts.signatureHeader.encode({
                creator: proposalParts.serializedIdentity.encode({
                    mspId: 'Org1MSP',
                    idBytes: Buffer.from('-----PEM'),
                }),
                nonce: Buffer.from('nonce'),
            }),
        }),
        payload: proposalParts.proposalPayload.encode({
            input: Buffer.from('in'),
            transient: new Map([['k', Buffer.from('v')]]),
        }),
    }),
    signature: Buffer.from('sig'),
});

const ID_BYTES = '{"0":45,"1":45,"2":45,"3":45,"4":45,"5":80,"6":69,"7":77}';
const ARGS = '[{"type":"Buffer","data":[102,110]},{"type":"Buffer","data":[97,49]}]';

/** What fabric-shim 2.5.8 has, as JSON: the order of members and the kinds of byte arrays included. */
const READ: Readonly<Record<string, readonly [(stub: ClassicStub) => unknown, string]>> = {
    txId: [(stub) => stub.txId, '"tx"'],
    channel_id: [(stub) => stub.channel_id, '"ch"'],
    args: [(stub) => stub.args, '["fn","a1"]'],
    bufferArgs: [(stub) => stub.bufferArgs, ARGS],
    creator: [(stub) => stub.creator, `{"mspid":"Org1MSP","idBytes":${ID_BYTES}}`],
    binding: [(stub) => stub.binding, '"87e824a56aca10e01c923240a0a4171bed9539359fa245871480d05917b84f57"'],
    transientMap: [(stub) => [...stub.transientMap], '[["k",{"type":"Buffer","data":[118]}]]'],
    txTimestamp: [(stub) => stub.txTimestamp.getSeconds(), '1700000000'],
    'the metakey': [(stub) => stub.validationParameterMetakey, '"VALIDATION_PARAMETER"'],
    getArgs: [(stub) => stub.getArgs(), '["fn","a1"]'],
    getStringArgs: [(stub) => stub.getStringArgs(), '["fn","a1"]'],
    getBufferArgs: [(stub) => stub.getBufferArgs(), ARGS],
    getFunctionAndParameters: [(stub) => stub.getFunctionAndParameters(), '{"fcn":"fn","params":["a1"]}'],
    getTxID: [(stub) => stub.getTxID(), '"tx"'],
    getChannelID: [(stub) => stub.getChannelID(), '"ch"'],
    getCreator: [(stub) => stub.getCreator(), `{"mspid":"Org1MSP","idBytes":${ID_BYTES}}`],
    getTransient: [(stub) => [...stub.getTransient()], '[["k",{"type":"Buffer","data":[118]}]]'],
    getTxTimestamp: [
        (stub) => stub.getTxTimestamp(),
        '{"nanos":123456789,"seconds":{"low":1700000000,"high":0,"unsigned":true}}',
    ],
    'the seconds': [(stub) => stub.getTxTimestamp().seconds.toInt(), '1700000000'],
    getDateTimestamp: [(stub) => stub.getDateTimestamp(), '"2023-11-14T22:13:20.123Z"'],
    getBinding: [(stub) => stub.getBinding(), '"87e824a56aca10e01c923240a0a4171bed9539359fa245871480d05917b84f57"'],
    'getSignedProposal, by the getters of messages': [
        (stub) => {
            const { header } = (stub.getSignedProposal() as Loose).proposal;
            return [
                header.channelHeader.getTxId(),
                header.channelHeader.getEpoch().toNumber(),
                header.signatureHeader.creator.getMspid(),
            ];
        },
        '["tx",0,"Org1MSP"]',
    ],
    'getSignedProposal, by the members that are promised': [
        (stub) => {
            const { header } = (stub.getSignedProposal() as Loose).proposal;
            return [header.channelHeader.type, header.channelHeader.channelId, header.signatureHeader.creator];
        },
        `[3,"ch",{"mspid":"Org1MSP","idBytes":${ID_BYTES}}]`,
    ],
    createCompositeKey: [(stub) => stub.createCompositeKey('t', ['a', 'b']), String.raw`"\u0000t\u0000a\u0000b\u0000"`],
    splitCompositeKey: [(stub) => stub.splitCompositeKey('\0t\0a\0b\0'), '{"objectType":"t","attributes":["a","b"]}'],
    'splitCompositeKey, without attributes': [
        (stub) => stub.splitCompositeKey('\0t\0'),
        '{"objectType":"t","attributes":[]}',
    ],
    'splitCompositeKey, of another key': [
        (stub) => stub.splitCompositeKey('abc'),
        '{"objectType":null,"attributes":[]}',
    ],
};

/** A signed proposal as chaincode in JavaScript reads it. */
interface Loose {
    readonly proposal: {
        readonly header: {
            readonly channelHeader: {
                readonly type: number;
                readonly channelId: string;
                getTxId(): string;
                getEpoch(): { toNumber(): number };
            };
            readonly signatureHeader: { readonly creator: { getMspid(): string } };
        };
    };
}

/** What is thrown, or rejected with, in fabric-shim's words. */
const REFUSED: Readonly<Record<string, readonly [(stub: ClassicStub) => unknown, string]>> = {
    'an object type of no text': [
        (stub) => stub.createCompositeKey('', []),
        'object type or attribute not a non-zero length string',
    ],
    'an attribute that is no text': [
        (stub) => stub.createCompositeKey('t', [5 as never]),
        'object type or attribute not a non-zero length string',
    ],
    'attributes that are no array': [
        (stub) => stub.createCompositeKey('t', 'x' as never),
        'attributes must be an array',
    ],
    'a query for no object type': [
        (stub) => stub.getStateByPartialCompositeKey('', []),
        'object type or attribute not a non-zero length string',
    ],
    'an event without a name': [
        (stub) => {
            stub.setEvent('');
        },
        'Event name must be a non-empty string',
    ],
    'a range of composite keys': [
        (stub) => stub.getStateByRange('\0a', 'b'),
        'first character of the key [\0a] contains a null character which is not allowed',
    ],
    'a collection of no name': [(stub) => stub.getPrivateData('', 'k'), 'collection must be a valid string'],
    'a collection that is no text': [
        (stub) => stub.getPrivateDataHash(5 as never, 'k'),
        'collection must be a valid string',
    ],
    'a private key that is missing': [(stub) => stub.deletePrivateData('c', ''), 'key must be a valid string'],
    'a private value that is missing': [(stub) => stub.putPrivateData('c', 'k', ''), 'value must be valid'],
    'a purge of nothing': [(stub) => stub.purgePrivateData('', ''), 'collection must be a valid string'],
    'a private range of no collection': [
        (stub) => stub.getPrivateDataByRange('', 'a', 'b'),
        'collection must be a valid string',
    ],
};

/** Runs a function as the Invoke of a chaincode for fabric-shim; gives its result, or what it threw. */
async function run(call: (stub: ClassicStub) => unknown): Promise<unknown> {
    let result: unknown;
    const invoke = async (stub: ClassicStub): Promise<object> => {
        result = await settlementOf(Promise.resolve().then(() => call(stub)));
        return { status: 200 };
    };
    const chaincode = classicChaincode({ Init: invoke, Invoke: invoke });
    await using session = await ServedSession.start(chaincode);
    const row = (key: string): object => ({
        resultBytes: Buffer.concat([Buffer.from([18, key.length]), Buffer.from(key)]),
    });
    session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
    session.peer.answerAll(GET_STATE, () => Buffer.from('v'));
    session.peer.answerAll(GET_STATE_BY_RANGE, () =>
        requests.getStateByRange.reply.encode({
            results: [row('a'), row('b')] as never,
            metadata: Buffer.from('0802120162', 'hex'),
        }),
    );
    session.peer.answerAll(GET_HISTORY_FOR_KEY, () =>
        requests.getHistoryForKey.reply.encode({
            results: [{ resultBytes: Buffer.from('0a02747812017a1a0608a0cbe9aa06', 'hex') }] as never,
        }),
    );
    session.peer.answerAll(INVOKE_CHAINCODE, () => Buffer.from('080612060a0408c801', 'hex'));
    expect((await session.result({ txId: 'tx', args: ['fn', 'a1'], proposal: PROPOSAL })).message).toBe('');
    return result;
}

describe("fabric-shim's stub, of a transaction", () => {
    it.each(Object.entries(READ))('has %s', async (_, [read, json]) => {
        expect(await run((stub) => JSON.stringify(read(stub)))).toBe(json);
    });

    it.each(Object.entries(REFUSED))('refuses %s in its words', async (_, [call, message]) => {
        const refused = await run(call);
        expect(refused).toBeInstanceOf(Error);
        expect((refused as Error).message).toBe(message);
    });

    it.each(WRAPPERS)('works %s', async (_, wrap) => {
        const read = await run(async (stub) => {
            const wrapped = wrap(stub);
            await wrapped.putState('k', 'v');
            return [
                wrapped.txId,
                wrapped.getArgs(),
                String(await wrapped.getState('k')),
                wrapped.getTxTimestamp().nanos,
            ];
        });
        expect(read).toEqual(['tx', ['fn', 'a1'], 'v', 123_456_789]);
    });

    it('has fields that may be written', async () => {
        const read = await run((stub) => {
            stub.txId = 'another';
            stub.args = ['other', 'args'];
            return [stub.getTxID(), stub.getFunctionAndParameters()];
        });
        expect(read).toEqual(['another', { fcn: 'other', params: ['args'] }]);
    });

    it('has queries whose iterators are of a class, and can be looped over', async () => {
        const read = await run(async (stub) => {
            const rows = await stub.getStateByRange('', '');
            const first = await rows.next();
            const keys: string[] = [];
            for await (const { key } of stub.getStateByRange('', '')) keys.push(key);
            return [rows.constructor.name, JSON.stringify(first), keys];
        });
        expect(read).toEqual([
            'StateQueryIterator',
            '{"value":{"key":"a","value":{"type":"Buffer","data":[]}},"done":false}',
            ['a', 'b'],
        ]);
    });

    it('has pages as fabric-shim has them, of as many rows as a text says', async () => {
        const read = await run(async (stub) => {
            const page = await stub.getStateByRangeWithPagination(null as never, undefined as never, '2' as never);
            return JSON.stringify(page.metadata);
        });
        expect(read).toBe('{"bookmark":"b","fetchedRecordsCount":2}');
    });

    it('has histories whose seconds are numbers', async () => {
        const read = await run(async (stub) => JSON.stringify(await (await stub.getHistoryForKey('k')).next()));
        expect(read).toBe(
            '{"value":{"txId":"tx","value":{"type":"Buffer","data":[122]},"isDelete":false,' +
                '"timestamp":{"seconds":1700423072,"nanos":0}},"done":false}',
        );
    });

    it('has private queries whose iterator is where the types say, and where it is in fabric-shim', async () => {
        const read = await run(async (stub) => {
            const rows = await stub.getPrivateDataByRange('coll', '', '');
            const { iterator } = rows as typeof rows & { iterator: typeof rows };
            return [(await iterator.next()).value.key, (await rows.next()).value.key];
        });
        expect(read).toEqual(['a', 'b']);
    });

    it('takes text for an event as fabric-shim does, with a warning where that is base64', async () => {
        const invoke = (stub: ClassicStub): object => {
            stub.setEvent('text', 'aGVsbG8=');
            return { status: 200 };
        };
        await using session = await ServedSession.start(classicChaincode({ Init: invoke, Invoke: invoke }));
        const { event } = await session.result();
        expect(event.toString()).toContain('hello');
        expect(session.log.messages()).toEqual([expect.stringMatching(/^TEXT_AS_BASE64 at .*classic-stub\.test/)]);
    });
});

describe("fabric-shim's rules for a chaincode", () => {
    async function resultOf(response: unknown, isInit = false): Promise<unknown[]> {
        const answer = (): unknown => response;
        await using session = await ServedSession.start(classicChaincode({ Init: answer, Invoke: answer }));
        const { status, message, payload } = await session.result({ txId: '0123456789', isInit });
        return [status, message, payload.toString()];
    }

    it.each([
        [undefined, [500, '[ch-01234567] Calling chaincode Invoke() has not called success or error.', '']],
        [
            { message: 'no status' },
            [500, '[ch-01234567] Calling chaincode Invoke() has not called success or error.', ''],
        ],
        [{ status: 200, payload: Buffer.from('done') }, [200, '', 'done']],
        [{ status: '404', message: 'unknown' }, [404, 'unknown', '']],
        [{ status: 500, message: new Error('of an error') }, [500, 'of an error', '']],
        [{ status: 200, payload: '{"a":1}' }, [200, '', '{"a":1}']],
    ])('%j is answered with %j', async (response, answer) => {
        expect(await resultOf(response)).toEqual(answer);
    });

    it('tell of Init, too', async () => {
        expect(await resultOf(null, true)).toEqual([500, expect.stringContaining('chaincode Init()'), '']);
    });

    it('answer every throw', async () => {
        const invoke = (): never => {
            throw new Error('as it is');
        };
        await using session = await ServedSession.start(classicChaincode({ Init: invoke, Invoke: invoke }));
        expect(await session.result()).toMatchObject({ type: COMPLETED, status: 500, message: 'as it is' });
    });
});

describe('a double that a test makes of the stub', () => {
    const double = sinon.createStubInstance(ClassicStub);

    it('has all methods, and fields that may be written', async () => {
        double.getState.resolves(Buffer.from('v'));
        double.txId = 'tx of a test';
        expect([String(await double.getState('k')), double.txId, double.channel_id]).toEqual([
            'v',
            'tx of a test',
            undefined,
        ]);
        expect(double.getState.calledOnceWithExactly('k')).toBe(true);
    });

    it('is left alone by the framework', () => {
        nameTransaction(double, { contract: 'Assets' });
        refuseSecondEvent(double);
        watchWrites(double, () => undefined);
        warn(double, 'EMPTY_VALUE');
        expect(keysOfValue(double, Buffer.from('v'))).toEqual([]);
    });
});

describe('a stub that a test makes with a client of its own', () => {
    /** Notes what it is asked. */
    function clientOf(calls: unknown[][]): never {
        return new Proxy(
            {},
            {
                get:
                    (_, name) =>
                    (...args: unknown[]): Promise<unknown> => {
                        calls.push([name, ...args]);
                        return Promise.resolve(Buffer.from('answer'));
                    },
            },
        ) as never;
    }

    it('asks that client', async () => {
        const calls: unknown[][] = [];
        const stub = new ClassicStub(clientOf(calls), 'ch', 'tx', { args: [] });
        expect(String(await stub.getState('k'))).toBe('answer');
        await stub.putState('k', 'v');
        await stub.putPrivateData('coll', 'k', 'v');
        await stub.deletePrivateData('coll', 'k');
        await stub.purgePrivateData('coll', 'k');
        await stub.setStateValidationParameter('k', Buffer.from('p'));
        await stub.getHistoryForKey('k');
        await stub.getQueryResult('{}');
        await stub.invokeChaincode('cc', ['a'], 'other');
        expect(calls).toEqual([
            ['handleGetState', '', 'k', 'ch', 'tx'],
            ['handlePutState', '', 'k', Buffer.from('v'), 'ch', 'tx'],
            ['handlePutState', 'coll', 'k', Buffer.from('v'), 'ch', 'tx'],
            ['handleDeleteState', 'coll', 'k', 'ch', 'tx'],
            ['handlePurgeState', 'coll', 'k', 'ch', 'tx'],
            ['handlePutStateMetadata', '', 'k', 'VALIDATION_PARAMETER', Buffer.from('p'), 'ch', 'tx'],
            ['handleGetHistoryForKey', 'k', 'ch', 'tx'],
            ['handleGetQueryResult', '', '{}', null, 'ch', 'tx'],
            ['handleInvokeChaincode', 'cc/other', ['a'], 'ch', 'tx'],
        ]);
    });

    it('may be extended, without any client', async () => {
        class TestStub extends ClassicStub {
            constructor(args: readonly Uint8Array[]) {
                super(null, 'test-channel', 'test-tx', { getArgsList_asU8: () => args }, null);
            }
            override readonly getState = (): Promise<Buffer> => Promise.resolve(Buffer.from('of the test'));
        }
        const stub = new TestStub([Buffer.from('fn')]);
        expect([stub.getTxID(), stub.getFunctionAndParameters(), stub.getCreator()]).toEqual([
            'test-tx',
            { fcn: 'fn', params: [] },
            undefined,
        ]);
        expect(String(await stub.getState())).toBe('of the test');
        await quiescence(1);
    });

    it('reads a proposal', () => {
        const parts = proposalParts.signedProposal.decode(PROPOSAL);
        const message = { getProposalBytes: () => parts.proposal, getSignature: () => parts.signature };
        const stub = new ClassicStub(null, 'ch', 'tx', { args: ['fn', 'a1'] }, message);
        for (const [read, json] of Object.values(READ)) expect(JSON.stringify(read(stub))).toBe(json);
    });

    it.each<[object, string]>([
        [{ getProposalBytes: () => Buffer.from('ff', 'hex') }, 'Failed extracting proposal from signedProposal'],
        [{ getProposalBytes: () => Buffer.alloc(0) }, 'Proposal header is empty'],
        [{ getProposalBytes: () => Buffer.from('0a0101', 'hex') }, 'Proposal payload is empty'],
    ])('refuses a proposal that it cannot read, in fabric-shim’s words', (proposal, message) => {
        expect(() => new ClassicStub(null, 'ch', 'tx', { args: [] }, proposal)).toThrow(message);
    });
});
