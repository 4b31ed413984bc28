import { createHash } from 'node:crypto';
import { format } from 'node:util';
import {
    chaincodeInput,
    encodeMessage,
    MessageType,
    pageRequest,
    proposalParts,
    requests,
    response,
} from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import { batches, ServedSession, type ServedSessionOptions } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import { WRAPPERS } from '../testing/wrapped';
import { ChaincodeStub } from './chaincode-stub';
import { Timestamp } from './timestamp';

const NONE: Buffer = Buffer.alloc(0);
const POLICY: Buffer = Buffer.from('policy');
const PAGE = pageRequest.encode({ pageSize: 5, bookmark: 'from' });
const COMPOSITE = { startKey: '\u0000type\u0000a\u0000', endKey: '\u0000type\u0000a\u0000\u{10ffff}' };

/** Names as fabric-shim for Node and Go's shim have them; where they differ (DelState), Node's. */
const METHODS = [
    ...['getArgs', 'getStringArgs', 'getBufferArgs', 'getArgsSlice', 'getFunctionAndParameters', 'getDecorations'],
    ...['getTxID', 'getChannelID', 'getCreator', 'getMspID', 'getTransient', 'getSignedProposal', 'getBinding'],
    ...['getTxTimestamp', 'getDateTimestamp', 'setEvent', 'createCompositeKey', 'splitCompositeKey', 'invokeChaincode'],
    ...['getState', 'getMultipleStates', 'putState', 'deleteState', 'getHistoryForKey'],
    ...['setStateValidationParameter', 'getStateValidationParameter'],
    ...['getStateByRange', 'getStateByRangeWithPagination', 'getQueryResult', 'getQueryResultWithPagination'],
    ...['getStateByPartialCompositeKey', 'getStateByPartialCompositeKeyWithPagination'],
    'getAllStatesCompositeKeyWithPagination',
    ...['getPrivateData', 'getMultiplePrivateData', 'getPrivateDataHash', 'putPrivateData', 'deletePrivateData'],
    ...['purgePrivateData', 'setPrivateDataValidationParameter', 'getPrivateDataValidationParameter'],
    ...['getPrivateDataByRange', 'getPrivateDataByPartialCompositeKey', 'getPrivateDataQueryResult'],
    ...['startWriteBatch', 'finishWriteBatch'],
];

interface Row {
    readonly call: (stub: ChaincodeStub) => Promise<unknown>;
    /** Requests by name, with what they say. */
    readonly asks: readonly (readonly [keyof typeof requests, object])[];
    /** What the peer answers to each. */
    readonly reply?: Uint8Array;
    readonly result?: unknown;
    readonly options?: ServedSessionOptions;
}

const metadataReply = requests.getStateMetadata.reply.encode({
    entries: [
        { metakey: 'OTHER', value: Buffer.from('other') },
        { metakey: 'VALIDATION_PARAMETER', value: POLICY },
    ],
});
const called = { status: 404, message: 'unknown', payload: Buffer.from('details') };
const calledReply = encodeMessage({ type: MessageType.COMPLETED, payload: response.encode(called) });
const policyOf = (key: string, collection = ''): object => ({
    key,
    collection,
    metadata: { metakey: 'VALIDATION_PARAMETER', value: POLICY },
});
const range = (startKey: string, endKey: string, collection = '', metadata = NONE): object => ({
    startKey,
    endKey,
    collection,
    metadata,
});
const value = Buffer.from('value');

/** PROTOCOL's table of messages, from the stub's side. Queries are iterated in state-iterator.test.ts. */
const TABLE: Readonly<Record<string, Row>> = {
    getState: {
        call: (stub) => stub.getState('k'),
        asks: [['getState', { key: 'k', collection: '' }]],
        reply: value,
        result: value,
    },
    'getState, of a key that is not there': {
        call: (stub) => stub.getState('k'),
        asks: [['getState', { key: 'k', collection: '' }]],
        result: NONE,
    },
    exists: {
        call: (stub) => stub.exists('k'),
        asks: [['getState', { key: 'k', collection: '' }]],
        reply: value,
        result: true,
    },
    'exists, of a key that is not there': {
        call: (stub) => stub.exists('k'),
        asks: [['getState', { key: 'k', collection: '' }]],
        result: false,
    },
    getMultipleStates: {
        call: (stub) => stub.getMultipleStates(['a', 'b']),
        asks: [
            ['getState', { key: 'a', collection: '' }],
            ['getState', { key: 'b', collection: '' }],
        ],
        reply: value,
        result: [value, value],
    },
    'getMultipleStates, of a peer that takes several keys': {
        call: (stub) => stub.getMultipleStates(['a', 'b']),
        asks: [['getStateMultiple', { keys: ['a', 'b'], collection: '' }]],
        reply: requests.getStateMultiple.reply.encode({ values: [value, NONE] }),
        result: [value, NONE],
        options: { capabilities: batches() },
    },
    'getMultipleStates, of nothing': { call: (stub) => stub.getMultipleStates([]), asks: [], result: [] },
    putState: {
        call: (stub) => stub.putState('k', value),
        asks: [['putState', { key: 'k', value, collection: '' }]],
    },
    'putState, of a text': {
        call: (stub) => stub.putState('k', 'grüß'),
        asks: [['putState', { key: 'k', value: Buffer.from('grüß'), collection: '' }]],
    },
    deleteState: {
        call: (stub) => stub.deleteState('k'),
        asks: [['deleteState', { key: 'k', collection: '' }]],
    },
    setStateValidationParameter: {
        call: (stub) => stub.setStateValidationParameter('k', POLICY),
        asks: [['putStateMetadata', policyOf('k')]],
    },
    getStateValidationParameter: {
        call: (stub) => stub.getStateValidationParameter('k'),
        asks: [['getStateMetadata', { key: 'k', collection: '' }]],
        reply: metadataReply,
        result: POLICY,
    },
    'getStateValidationParameter, of a key without a policy': {
        call: (stub) => stub.getStateValidationParameter('k'),
        asks: [['getStateMetadata', { key: 'k', collection: '' }]],
        result: NONE,
    },
    getStateByRange: { call: (stub) => stub.getStateByRange('a', 'z'), asks: [['getStateByRange', range('a', 'z')]] },
    'getStateByRange, of everything': {
        call: (stub) => stub.getStateByRange('', ''),
        asks: [['getStateByRange', range('\u0001', '')]],
    },
    getStateByRangeWithPagination: {
        call: (stub) => stub.getStateByRangeWithPagination('', 'z', 5, 'from'),
        asks: [['getStateByRange', range('\u0001', 'z', '', PAGE)]],
    },
    getStateByPartialCompositeKey: {
        call: (stub) => stub.getStateByPartialCompositeKey('type', ['a']),
        asks: [['getStateByRange', { ...range('', ''), ...COMPOSITE }]],
    },
    getStateByPartialCompositeKeyWithPagination: {
        call: (stub) => stub.getStateByPartialCompositeKeyWithPagination('type', ['a'], 5, 'from'),
        asks: [['getStateByRange', { ...range('', '', '', PAGE), ...COMPOSITE }]],
    },
    getAllStatesCompositeKeyWithPagination: {
        call: (stub) => stub.getAllStatesCompositeKeyWithPagination(5, 'from'),
        asks: [['getStateByRange', range('\u0000', '\u0001', '', PAGE)]],
    },
    getQueryResult: {
        call: (stub) => stub.getQueryResult('{}'),
        asks: [['getQueryResult', { query: '{}', collection: '', metadata: NONE }]],
    },
    getQueryResultWithPagination: {
        call: (stub) => stub.getQueryResultWithPagination('{}', 5, 'from'),
        asks: [['getQueryResult', { query: '{}', collection: '', metadata: PAGE }]],
    },
    'getQueryResultWithPagination, of as many rows as a text says': {
        call: (stub) => stub.getQueryResultWithPagination('{}', '5' as never, 'from'),
        asks: [['getQueryResult', { query: '{}', collection: '', metadata: PAGE }]],
    },
    'getStateByRangeWithPagination, of as many rows as a text says': {
        call: (stub) => stub.getStateByRangeWithPagination('', 'z', '5' as never, 'from'),
        asks: [['getStateByRange', range('\u0001', 'z', '', PAGE)]],
    },
    getHistoryForKey: { call: (stub) => stub.getHistoryForKey('k'), asks: [['getHistoryForKey', { key: 'k' }]] },
    invokeChaincode: {
        call: (stub) => stub.invokeChaincode('other', ['fn', Buffer.from('bytes')]),
        asks: [
            [
                'invokeChaincode',
                {
                    chaincodeId: { path: '', name: 'other', version: '' },
                    input: { args: [Buffer.from('fn'), Buffer.from('bytes')], decorations: new Map(), isInit: false },
                    type: 0,
                    timeout: 0,
                },
            ],
        ],
        reply: calledReply,
        result: called,
    },
    'invokeChaincode, on another channel': {
        call: (stub) => stub.invokeChaincode('other', [], 'their-channel'),
        asks: [
            [
                'invokeChaincode',
                expect.objectContaining({
                    chaincodeId: expect.objectContaining({ name: 'other/their-channel' }) as object,
                }),
            ],
        ],
        reply: calledReply,
        result: called,
    },
    getPrivateData: {
        call: (stub) => stub.getPrivateData('coll', 'k'),
        asks: [['getState', { key: 'k', collection: 'coll' }]],
        reply: value,
        result: value,
    },
    getMultiplePrivateData: {
        call: (stub) => stub.getMultiplePrivateData('coll', ['a', 'b']),
        asks: [
            ['getState', { key: 'a', collection: 'coll' }],
            ['getState', { key: 'b', collection: 'coll' }],
        ],
        reply: value,
        result: [value, value],
        options: { capabilities: batches() },
    },
    getPrivateDataHash: {
        call: (stub) => stub.getPrivateDataHash('coll', 'k'),
        asks: [['getPrivateDataHash', { key: 'k', collection: 'coll' }]],
        reply: value,
        result: value,
    },
    putPrivateData: {
        call: (stub) => stub.putPrivateData('coll', 'k', value),
        asks: [['putState', { key: 'k', value, collection: 'coll' }]],
    },
    deletePrivateData: {
        call: (stub) => stub.deletePrivateData('coll', 'k'),
        asks: [['deleteState', { key: 'k', collection: 'coll' }]],
    },
    purgePrivateData: {
        call: (stub) => stub.purgePrivateData('coll', 'k'),
        asks: [['purgePrivateData', { key: 'k', collection: 'coll' }]],
    },
    setPrivateDataValidationParameter: {
        call: (stub) => stub.setPrivateDataValidationParameter('coll', 'k', POLICY),
        asks: [['putStateMetadata', policyOf('k', 'coll')]],
    },
    getPrivateDataValidationParameter: {
        call: (stub) => stub.getPrivateDataValidationParameter('coll', 'k'),
        asks: [['getStateMetadata', { key: 'k', collection: 'coll' }]],
        reply: metadataReply,
        result: POLICY,
    },
    getPrivateDataByRange: {
        call: (stub) => stub.getPrivateDataByRange('coll', '', 'z'),
        asks: [['getStateByRange', range('\u0001', 'z', 'coll')]],
    },
    getPrivateDataByPartialCompositeKey: {
        call: (stub) => stub.getPrivateDataByPartialCompositeKey('coll', 'type', ['a']),
        asks: [['getStateByRange', { ...range('', '', 'coll'), ...COMPOSITE }]],
    },
    getPrivateDataQueryResult: {
        call: (stub) => stub.getPrivateDataQueryResult('coll', '{}'),
        asks: [['getQueryResult', { query: '{}', collection: 'coll', metadata: NONE }]],
    },
    'startWriteBatch … finishWriteBatch': {
        async call(stub) {
            stub.startWriteBatch();
            await stub.putState('k', value);
            await stub.deletePrivateData('coll', 'k');
            await stub.setStateValidationParameter('k', POLICY);
            await stub.purgePrivateData('coll', 'p');
            await stub.finishWriteBatch();
        },
        asks: [
            [
                'writeBatchState',
                {
                    records: [
                        { type: 9, key: 'k', value, collection: '', metadata: undefined },
                        { type: 10, key: 'k', value: NONE, collection: 'coll', metadata: undefined },
                        { type: 21, value: NONE, ...policyOf('k') },
                        { type: 23, key: 'p', value: NONE, collection: 'coll', metadata: undefined },
                    ],
                },
            ],
        ],
        options: { capabilities: batches() },
    },
};

/** Makes the call in a transaction, and compares what the peer is asked and what comes of it. */
async function expectAsked({ call, asks, reply = NONE, result, options }: Row): Promise<void> {
    const asked: [string, unknown][] = [];
    let answered: unknown;
    await using session = await ServedSession.start(async (stub) => {
        answered = await call(stub);
    }, options);
    const names = Object.keys(requests) as (keyof typeof requests)[];
    for (const name of names) {
        session.peer.answerAll(requests[name].type, ({ payload }) => {
            asked.push([name, requests[name].query.decode(payload)]);
            return reply;
        });
    }
    expect((await session.result()).message).toBe('');
    expect(asked).toEqual(asks);
    // Writes have no result, and of a query it is its iterator.
    expect(answered).toEqual(result ?? answered);
}

describe('ChaincodeStub', () => {
    it.each(METHODS)('has the method %s', (name) => {
        expect(typeof (Reflect.get(ChaincodeStub.prototype, name) as unknown)).toBe('function');
    });

    it('has each method that asks the peer in the table below', () => {
        const asking = METHODS.filter((name) =>
            /^(get(State|Multiple|Query|History|Private|AllStates)|put|del|purge|set(State|Private)|invoke)/.test(name),
        );
        expect(asking.length).toBeGreaterThan(25);
        expect(asking.filter((name) => !Object.hasOwn(TABLE, name))).toEqual([]);
    });

    it.each(Object.entries(TABLE))('%s', async (_, row) => {
        await expectAsked(row);
    });

    describe.each(WRAPPERS)('%s', (_, wrap) => {
        it.each(Object.entries(TABLE))('%s', async (_name, row) => {
            await expectAsked({ ...row, call: (stub) => row.call(wrap(stub)) });
        });

        it('shows the call, and can become one that only reads', async () => {
            await using session = await ServedSession.start(
                async (stub) => {
                    const wrapped = wrap(stub);
                    const asked = (each: ChaincodeStub): unknown[] => [
                        ...[each.getArgs(), each.getBufferArgs(), each.getArgsSlice(), each.getFunctionAndParameters()],
                        ...[
                            each.getTxID(),
                            each.getChannelID(),
                            each.getCreator(),
                            each.getTransient(),
                            each.getMspID(),
                        ],
                        ...[
                            each.getTxTimestamp(),
                            each.getDateTimestamp(),
                            each.getBinding(),
                            each.getSignedProposal(),
                        ],
                        ...[each.getDecorations(), each.signal.aborted, each.createCompositeKey('a', ['b'])],
                    ];
                    expect(asked(wrapped)).toEqual(asked(stub));
                    await expect(wrapped.asReadOnly().putState('k', 'v')).rejects.toThrow(
                        'declared to be evaluated only',
                    );
                    wrapped.setEvent('Done');
                    wrapped.startWriteBatch();
                    await wrapped.finishWriteBatch();
                },
                { mspId: 'Org1MSP' },
            );
            expect(await session.result({ proposal: proposalOfTest() })).toMatchObject({ status: 200, message: '' });
        });
    });

    it('shows nothing of a transaction where it is logged', async () => {
        let shown = '';
        await using session = await ServedSession.start((stub) => {
            shown = format('%s %o', stub, { stub });
        });
        await session.result({ args: ['do', 'secret'] });
        expect(shown).toBe('ChaincodeStub {} { stub: ChaincodeStub {} }');
    });

    it('rejects with the error of a chaincode that gave no response', async () => {
        await using session = await ServedSession.start((stub) => stub.invokeChaincode('other', []));
        session.peer.answerAll(MessageType.INVOKE_CHAINCODE, () =>
            encodeMessage({ type: MessageType.ERROR, payload: Buffer.from('txid: tx1(ch) exists') }),
        );
        const { message } = await session.result();
        expect(message).toBe('PEER_ERROR: chaincode other gave no response: txid: tx1(ch) exists');
    });

    it('rejects with PEER_ERROR where an answer cannot be read', async () => {
        await using session = await ServedSession.start((stub) => stub.getStateByRange('', ''));
        session.peer.answerAll(MessageType.GET_STATE_BY_RANGE, () => Buffer.from([0xff]));
        expect((await session.result()).message).toMatch(/^PEER_ERROR: the peer's answer cannot be read: /);
    });

    it('sets an event', async () => {
        await using session = await ServedSession.start((stub) => {
            stub.setEvent('name', Buffer.from('2'));
        });
        const { event } = await session.result();
        expect(event).toEqual(Buffer.from('\x1a\x04name\x22\x012'));
    });
});

describe('what a transaction was asked', () => {
    it('arguments in all their forms', async () => {
        const seen: unknown[] = [];
        await using session = await ServedSession.start((stub) => {
            seen.push(stub.getArgs(), stub.getStringArgs(), stub.getBufferArgs(), stub.getArgsSlice().toString());
            seen.push(stub.getFunctionAndParameters(), stub.getTxID(), stub.getChannelID());
        });
        await session.result({ txId: 'tx7', channelId: 'ch7', args: ['fn', 'grün'] });
        const buffers = [Buffer.from('fn'), Buffer.from('grün')];
        const texts = ['fn', 'grün'];
        expect(seen).toEqual([texts, texts, buffers, 'fngrün', { fcn: 'fn', params: ['grün'] }, 'tx7', 'ch7']);
    });

    it('no arguments, and decorations', async () => {
        let seen: unknown;
        await using session = await ServedSession.start((stub) => {
            seen = [stub.getFunctionAndParameters(), stub.getDecorations()];
        });
        const decorations = new Map([['by', Buffer.from('the peer')]]);
        const payload = chaincodeInput.encode({ decorations });
        await session.peer.send({ type: MessageType.TRANSACTION, txId: 'tx1', channelId: 'ch', payload });
        await session.peer.next({ type: MessageType.COMPLETED });
        expect(seen).toEqual([{ fcn: '', params: [] }, decorations]);
    });

    it('the proposal, decoded', async () => {
        let seen: unknown;
        await using session = await ServedSession.start((stub) => {
            const { proposal, signature } = stub.getSignedProposal();
            seen = {
                creator: stub.getCreator(),
                transient: stub.getTransient(),
                time: [stub.getTxTimestamp(), stub.getDateTimestamp()],
                binding: stub.getBinding(),
                signature,
                signedBy: proposal.header.signatureHeader.creator.mspid,
            };
        });
        await session.result({ proposal: proposalOfTest() });
        const epoch = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
        expect(seen).toEqual({
            creator: { mspid: 'Org1MSP', idBytes: Buffer.from('certificate') },
            transient: new Map([['secret', Buffer.from('value')]]),
            time: [new Timestamp({ seconds: 5n, nanos: 7_999_999 }), new Date(5_007)],
            binding: createHash('sha256').update('nonce').update(CREATOR).update(epoch).digest('hex'),
            signature: Buffer.from('signature'),
            signedBy: 'Org1MSP',
        });
    });

    it('a malformed proposal hurts nobody who does not ask for it', async () => {
        await using session = await ServedSession.start(async (stub) => {
            const asked = stub.getStringArgs()[0] === 'ask';
            return success(asked ? String(await settlementOf(Promise.resolve(stub.getCreator().mspid))) : 'well');
        });
        const proposal = Buffer.from([0x0a, 0x7f]);
        expect((await session.result({ args: ['no'], proposal })).payload.toString()).toBe('well');
        expect((await session.result({ args: ['ask'], proposal })).status).toBe(500);
    });

    it('the MSP id of the peer as it is configured, or how to configure it', async () => {
        await using session = await ServedSession.start((stub) => success(stub.getMspID()), { mspId: 'Org1MSP' });
        expect((await session.result()).payload.toString()).toBe('Org1MSP');
        await using without = await ServedSession.start((stub) => success(stub.getMspID()));
        expect((await without.result()).message).toMatch(/^INVALID_OPTIONS: CORE_PEER_LOCALMSPID is unset .*--msp-id/);
    });
});

const CREATOR = proposalParts.serializedIdentity.encode({ mspId: 'Org1MSP', idBytes: Buffer.from('certificate') });

function proposalOfTest(): Buffer {
    const parts = proposalParts;
    const channelHeader = parts.channelHeader.encode({ timestamp: { seconds: 5n, nanos: 7_999_999 }, epoch: 1n });
    const signatureHeader = parts.signatureHeader.encode({ creator: CREATOR, nonce: Buffer.from('nonce') });
    const payload = parts.proposalPayload.encode({ transient: new Map([['secret', Buffer.from('value')]]) });
    const header = parts.header.encode({ channelHeader, signatureHeader });
    return parts.signedProposal.encode({
        proposal: parts.proposal.encode({ header, payload }),
        signature: Buffer.from('signature'),
    });
}
