import { type Chaincode, ChaincodeServer, type ChaincodeStub, createLogger, success } from '@heddle/core';
import { LocalPeer, type SubmitResult } from '@heddle/local-peer';
import { MessageType, messageTypeName } from '@heddle/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

type Row = readonly [type: string, ask: (stub: ChaincodeStub) => Promise<unknown>, answer: RegExp];

const POLICY = Buffer.from('a policy');

async function count(rows: AsyncIterable<unknown>): Promise<number> {
    let number = 0;
    for await (const row of rows) number += row === undefined ? 0 : 1;
    return number;
}

/** What makes a chaincode send each request, and what the peer makes of it. */
const ROWS: readonly Row[] = [
    ['GET_STATE', async (stub) => String(await stub.getState('k001')), /^"value"$/],
    ['PUT_STATE', async (stub) => stub.putState('other', 'v'), /^""$/],
    ['DEL_STATE', async (stub) => stub.deleteState('k002'), /^""$/],
    ['INVOKE_CHAINCODE', async (stub) => stub.invokeChaincode('rows', ['x']), /txid: .* exists/],
    ['GET_STATE_BY_RANGE', async (stub) => count(stub.getStateByRange('k100', 'k110')), /^10$/],
    ['QUERY_STATE_NEXT', async (stub) => count(stub.getStateByRange('k', 'l')), /^249$/],
    ['QUERY_STATE_CLOSE', async (stub) => (await stub.getStateByRange('k', 'l')).close(), /^""$/],
    ['GET_QUERY_RESULT', async (stub) => count(stub.getQueryResult('{"selector":{}}')), /not supported for leveldb/],
    ['GET_HISTORY_FOR_KEY', async (stub) => count(stub.getHistoryForKey('k003')), /^1$/],
    ['PUT_STATE_METADATA', async (stub) => stub.setStateValidationParameter('k004', POLICY), /^""$/],
    ['GET_STATE_METADATA', async (stub) => String(await stub.getStateValidationParameter('k005')), /^""$/],
    ['GET_PRIVATE_DATA_HASH', async (stub) => stub.getPrivateDataHash('secret', 'k'), /secret/],
    ['PURGE_PRIVATE_DATA', async (stub) => stub.purgePrivateData('secret', 'k'), /secret/],
    [
        'WRITE_BATCH_STATE',
        async (stub) => Promise.all([stub.putState('a', '1'), stub.putState('b', '2')]),
        /^\[null,null\]$/,
    ],
    [
        'GET_STATE_MULTIPLE',
        async (stub) => (await stub.getMultipleStates(['k006', 'k007'])).map(String),
        /^\["value","value"\]$/,
    ],
];

/** Keys k000 to k249 but for k002, and one transaction for each row. */
const chaincode: Chaincode = {
    async Init(stub) {
        const keys = Array.from({ length: 250 }, (_, index) => `k${String(index).padStart(3, '0')}`);
        await Promise.all(keys.map((key) => stub.putState(key, 'value')));
        return success('initialised');
    },
    async Invoke(stub) {
        const row = ROWS.find(([type]) => type === stub.getFunctionAndParameters().fcn);
        return success(JSON.stringify((await row?.[1](stub)) ?? ''));
    },
};

describe('every message of the protocol, over a gRPC port', () => {
    const server = new ChaincodeServer(chaincode, {
        packageId: 'rows:1',
        address: '127.0.0.1:0',
        logger: createLogger('error', () => undefined),
    });
    const seen = new Set<string>();
    let peer: LocalPeer;

    beforeAll(async () => {
        const { address } = await server.start();
        peer = await LocalPeer.start({
            keepaliveMs: 5,
            faults: {
                answer: ({ type }) => {
                    seen.add(messageTypeName(type));
                    return undefined;
                },
            },
        });
        peer.install({ name: 'rows', packageId: 'rows:1', connect: { address }, initRequired: true });
    });

    afterAll(async () => {
        await peer.close();
        await server.close();
    });

    const submit = (name: string, isInit = false): Promise<SubmitResult> =>
        peer.submit({ chaincode: 'rows', function: name, isInit });

    it('REGISTER, REGISTERED, READY, INIT and COMPLETED', async () => {
        const result = await submit('init', true);
        expect({ status: result.status, payload: result.payload.toString(), commit: result.commit?.status }).toEqual({
            status: 200,
            payload: 'initialised',
            commit: 'VALID',
        });
        expect(server.isReady).toBe(true);
    });

    it.each(ROWS)('TRANSACTION, %s, RESPONSE or ERROR, and COMPLETED', async (type, _ask, answer) => {
        const result = await submit(type);
        expect(result.status < 400 ? result.payload.toString() : result.message).toMatch(answer);
        expect(seen).toContain(type);
    });

    it('has a row for each request that there is', () => {
        const notRequests: readonly number[] = [
            MessageType.UNDEFINED,
            MessageType.REGISTER,
            MessageType.REGISTERED,
            MessageType.INIT,
            MessageType.READY,
            MessageType.TRANSACTION,
            MessageType.COMPLETED,
            MessageType.ERROR,
            MessageType.RESPONSE,
            MessageType.KEEPALIVE,
        ];
        const requestTypes = Object.values(MessageType).filter((type) => !notRequests.includes(type));
        expect(ROWS.map(([type]) => type).sort()).toEqual(requestTypes.map(messageTypeName).sort());
    });
});
