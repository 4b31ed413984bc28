import { type Chaincode, type ChaincodeStub, success } from '@heddle/core';
import { FABRIC_2_5, FABRIC_3_1, type LocalPeerOptions, type SubmitResult } from '@heddle/local-peer';
import { MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { InProcess } from './harness/in-process';

/** A chaincode whose only transaction is given by the test. */
function chaincodeOf(run: (stub: ChaincodeStub) => Promise<unknown>): Chaincode {
    const invoke = async (stub: ChaincodeStub): Promise<ReturnType<typeof success>> => {
        const { fcn } = stub.getFunctionAndParameters();
        if (fcn === 'fill') await Promise.all(KEYS.map((key) => stub.putState(key, `value of ${key}`)));
        const result = fcn === 'run' ? await run(stub) : '';
        return success(JSON.stringify(result ?? ''));
    };
    return { Init: invoke, Invoke: invoke };
}

const KEYS = Array.from({ length: 100 }, (_, index) => `key${String(index).padStart(3, '0')}`);

interface Ran {
    readonly result: SubmitResult;
    readonly value: unknown;
    readonly requests: readonly string[];
}

/** Runs one transaction on a ledger that has KEYS. */
async function run(
    transaction: (stub: ChaincodeStub) => Promise<unknown>,
    peer: LocalPeerOptions = {},
    coalesce = true,
): Promise<Ran> {
    await using joined = await InProcess.start({ chaincode: chaincodeOf(transaction), peer, session: { coalesce } });
    await joined.peer.submit({ chaincode: 'cc', function: 'fill' });
    joined.requests.length = 0;
    const result = await joined.peer.submit({ chaincode: 'cc', function: 'run' });
    const text = result.payload.toString();
    return { result, value: text === '' ? result.message : JSON.parse(text), requests: [...joined.requests] };
}

const outcomes = (settled: PromiseSettledResult<unknown>[]): string[] =>
    settled.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason as Error).message));

describe('coalescing', () => {
    const readsAndWrites = async (stub: ChaincodeStub): Promise<string[]> => {
        const values = await Promise.all(KEYS.map((key) => stub.getState(key)));
        await Promise.all(KEYS.map((key) => stub.putState(key, `new ${key}`)));
        return values.map(String);
    };

    it('sends 100 reads and 100 writes of a tick in two messages to a 3.1 peer', async () => {
        const { requests, value } = await run(readsAndWrites, { capabilities: FABRIC_3_1 });
        expect(requests).toEqual(['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE']);
        expect(value).toEqual(KEYS.map((key) => `value of ${key}`));
    });

    it('sends them one by one to a 2.5 peer, with the same values and the same write set', async () => {
        const batched = await run(readsAndWrites, { capabilities: FABRIC_3_1 });
        const single = await run(readsAndWrites, { capabilities: FABRIC_2_5 });
        expect(single.requests).toHaveLength(200);
        expect(single.value).toEqual(batched.value);
        expect(single.result.readWriteSet).toEqual(batched.result.readWriteSet);
    });

    it('sends them one by one where it is switched off', async () => {
        const { requests } = await run(readsAndWrites, { capabilities: FABRIC_3_1 }, false);
        expect(requests).toHaveLength(200);
    });

    it('sends reads and writes of one tick in two messages, for they do not see each other', async () => {
        const mixed = async (stub: ChaincodeStub): Promise<unknown> =>
            Promise.all(KEYS.flatMap((key) => [stub.getState(key), stub.putState(key, 'x')]));
        const { requests } = await run(mixed);
        expect(requests).toEqual(['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE']);
    });

    it('holds to the announced maximum, of which 0 means off', async () => {
        const few = { ...FABRIC_3_1, maxSizeGetMultipleKeys: 40, maxSizeWriteBatch: 0 };
        const { requests } = await run(readsAndWrites, { capabilities: few });
        expect(requests.filter((name) => name === 'GET_STATE_MULTIPLE')).toHaveLength(3);
        expect(requests.filter((name) => name === 'PUT_STATE')).toHaveLength(100);
    });

    it('asks key by key where a multiple read is answered with no values', async () => {
        const faults: LocalPeerOptions['faults'] = {
            answer: ({ type }) => (type === MessageType.GET_STATE_MULTIPLE ? { payload: Buffer.alloc(0) } : undefined),
        };
        const { requests, value } = await run(readsAndWrites, { faults });
        expect(requests.slice(0, 3)).toEqual(['GET_STATE_MULTIPLE', 'GET_STATE', 'GET_STATE']);
        expect(value).toEqual(KEYS.map((key) => `value of ${key}`));
    });

    it.each([
        ['with batches', FABRIC_3_1],
        ['without batches', FABRIC_2_5],
    ])('settles each write by its own answer where one in the middle fails, %s', async (_, capabilities) => {
        const faults: LocalPeerOptions['faults'] = {
            write: ({ key }) => (key === 'key050' ? 'the disk is full' : undefined),
        };
        const write = async (stub: ChaincodeStub): Promise<string[]> =>
            outcomes(await Promise.allSettled(KEYS.map((key) => stub.putState(key, 'y'))));
        const { result, value } = await run(write, { capabilities, faults: { ...faults } });
        const failed = (value as string[]).filter((outcome) => outcome !== 'ok');
        expect(failed).toHaveLength(1);
        expect((value as string[])[50]).toContain('the disk is full');
        const written = result.readWriteSet.flatMap(({ writes }) => writes.map(({ key }) => key));
        expect(written).toEqual(KEYS.filter((key) => key !== 'key050'));
    });

    it('moves nothing across a query, an iterator step, a metadata read or a call', async () => {
        const barriers = async (stub: ChaincodeStub): Promise<unknown> =>
            Promise.allSettled([
                stub.getState('key001'),
                stub.putState('a', '1'),
                stub.getStateByRange('key000', 'key001'),
                stub.getState('key002'),
                stub.getStateValidationParameter('key003'),
                stub.putState('b', '2'),
                stub.invokeChaincode('nobody', ['x'], ''),
                stub.getState('key004'),
            ]);
        const { requests } = await run(barriers);
        expect(requests).toEqual([
            'GET_STATE',
            'PUT_STATE',
            'GET_STATE_BY_RANGE',
            'GET_STATE',
            'GET_STATE_METADATA',
            'PUT_STATE',
            'INVOKE_CHAINCODE',
            'GET_STATE',
        ]);
    });

    it('keeps the writes of an explicit batch back until it is finished, or the transaction ends', async () => {
        const batch = async (stub: ChaincodeStub): Promise<void> => {
            stub.startWriteBatch();
            await stub.putState('a', '1');
            await stub.getState('key001');
            await stub.putState('b', '2');
            await stub.finishWriteBatch();
            stub.startWriteBatch();
            await stub.putState('c', '3');
            await stub.putState('d', '4');
        };
        const { requests, result } = await run(batch);
        expect(requests).toEqual(['GET_STATE', 'WRITE_BATCH_STATE', 'WRITE_BATCH_STATE']);
        expect(result.commit?.status).toBe('VALID');
    });

    it('fails a transaction whose unfinished batch fails', async () => {
        const faults: LocalPeerOptions['faults'] = { write: ({ key }) => (key === 'c' ? 'no' : undefined) };
        const batch = async (stub: ChaincodeStub): Promise<void> => {
            stub.startWriteBatch();
            await stub.putState('c', '3');
        };
        const { result } = await run(batch, { faults });
        expect(result.status).toBe(500);
        expect(result.message).toContain('PEER_ERROR');
    });
});
