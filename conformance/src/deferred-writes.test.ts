import { type Chaincode, type ChaincodeStub, success } from '@heddle/core';
import { deferWrites, toError } from '@heddle/core/internal';
import { FABRIC_2_5, FABRIC_3_1, type SubmitResult } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InProcess } from './harness/in-process';

const KEYS = ['a', 'b', 'c', 'ü'];

/** An operation and its arguments. */
type Step = readonly [name: keyof typeof OPERATIONS, key: string, value: string];

const OPERATIONS = {
    get: (stub: ChaincodeStub, key: string): Promise<unknown> => stub.getState(key).then(String),
    put: (stub: ChaincodeStub, key: string, value: string): Promise<unknown> => stub.putState(key, value),
    delete: (stub: ChaincodeStub, key: string): Promise<unknown> => stub.deleteState(key),
    policy: (stub: ChaincodeStub, key: string): Promise<unknown> => stub.getStateValidationParameter(key).then(String),
    history: async (stub: ChaincodeStub, key: string): Promise<unknown> => {
        let changes = 0;
        for await (const rows of stub.getHistoryForKey(key).pages()) changes += rows.length;
        return changes;
    },
    range: async (stub: ChaincodeStub): Promise<unknown> => {
        const rows: string[] = [];
        for await (const { key, value } of stub.getStateByRange('', '')) rows.push(`${key}=${value.toString()}`);
        return rows;
    },
} as const;

const value = fc.string({ minLength: 1, maxLength: 5 });
const key = fc.constantFrom(...KEYS);
const write = fc.tuple(fc.constantFrom<Step[0]>('put', 'put', 'delete'), key, value);
const other = fc.tuple(fc.constantFrom<Step[0]>('get', 'policy', 'history', 'range'), key, value);
const script = fc.array(fc.oneof({ weight: 3, arbitrary: write }, { weight: 2, arbitrary: other }), { maxLength: 20 });

/** Runs the steps that it is given, each awaited before the next; answers with what each of them gave. */
function chaincodeWith(begin: (stub: ChaincodeStub) => void): Chaincode {
    const invoke = async (stub: ChaincodeStub): Promise<ReturnType<typeof success>> => {
        const { fcn, params } = stub.getFunctionAndParameters();
        if (fcn !== 'run') return success();
        begin(stub);
        const answers: unknown[] = [];
        for (const [name, ...args] of JSON.parse(params[0] ?? '[]') as Step[])
            answers.push(await OPERATIONS[name](stub, ...args).catch((error: unknown) => toError(error).message));
        return success(JSON.stringify(answers));
    };
    return { Init: invoke, Invoke: invoke };
}

interface Left {
    readonly answers: string;
    readonly readWriteSet: SubmitResult['readWriteSet'];
}

async function submit({ peer }: InProcess, steps: readonly Step[]): Promise<Left> {
    const { payload, readWriteSet } = await peer.submit({
        chaincode: 'cc',
        function: 'run',
        args: [JSON.stringify(steps)],
    });
    return { answers: payload.toString(), readWriteSet };
}

describe('deferred writes', () => {
    it.each([
        ['3.1, with batches', FABRIC_3_1],
        ['3.1, with batches of three', { ...FABRIC_3_1, maxSizeWriteBatch: 3 }],
        ['2.5, without batches', FABRIC_2_5],
    ])(
        'leave the same answers and the same read-write set as immediate ones, on Fabric %s',
        async (_, capabilities) => {
            const peer = { capabilities };
            const nothing = (): void => undefined;
            await using immediate = await InProcess.start({ chaincode: chaincodeWith(nothing), peer });
            await using deferred = await InProcess.start({ chaincode: chaincodeWith(deferWrites), peer });
            // Both ledgers go on from script to script, so that there is something to read and to delete.
            await fc.assert(
                fc.asyncProperty(script, async (steps) => {
                    expect(await submit(deferred, steps)).toEqual(await submit(immediate, steps));
                }),
                { numRuns: 60, endOnFailure: true },
            );
            expect(deferred.requests.includes('WRITE_BATCH_STATE')).toBe(capabilities !== FABRIC_2_5);
            expect(immediate.requests).not.toContain('WRITE_BATCH_STATE');
        },
    );
});
