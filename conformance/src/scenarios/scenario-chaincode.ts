import { setTimeout as sleep } from 'node:timers/promises';
import {
    type Chaincode,
    ChaincodeError,
    type ChaincodeResponse,
    type ChaincodeStub,
    error,
    success,
} from '@heddle/core';
import { deferWrites, toError } from '@heddle/core/internal';
import type { Json, Step, StepResult } from './script';
import { STATE_CONTRACT, stateChaincode } from './state-contract';
import { StepArguments } from './step-arguments';
import { type Operation, STUB_OPERATIONS } from './stub-operations';

/** Operations made of several operations of the stub, or of other things. */
const COMPOSED: Readonly<Record<string, Operation>> = {
    /** Puts `count` keys at once, `prefix0000` and on. */
    putMany: async (stub, args) => {
        const keys = numbered(args.text(0), args.number(1));
        await Promise.all(keys.map((key) => stub.putState(key, `value of ${key}`)));
    },
    /** The same, one after the other. */
    putEach: async (stub, args) => {
        for (const key of numbered(args.text(0), args.number(1))) await stub.putState(key, `value of ${key}`);
    },
    /** As a transaction whose writes are declared deferred, from here on. */
    deferWrites: (stub) => {
        deferWrites(stub);
        return null;
    },
    /** Reads `count` keys at once and tells how many have a value. */
    readMany: async (stub, args) => {
        const values = await Promise.all(numbered(args.text(0), args.number(1)).map((key) => stub.getState(key)));
        return values.filter((value) => value.length > 0).length;
    },
    /** Puts a value of `size` bytes. */
    putSize: (stub, args) => stub.putState(args.text(0), Buffer.alloc(args.number(1), 'x')),
    getSize: async (stub, args) => (await stub.getState(args.text(0))).length,
    sleep: async (_stub, args) => {
        await sleep(args.number(0));
    },
};

/** Functions of the chaincode besides scripts. */
const FUNCTIONS: Readonly<
    Record<string, (stub: ChaincodeStub, args: readonly string[]) => Promise<ChaincodeResponse>>
> = {
    script: async (stub, [steps = '[]']) => success(JSON.stringify(await runAll(stub, JSON.parse(steps) as Step[]))),
    /** Puts a key and answers with the given status and message. */
    respond: async (stub, [status = '', message = '', payload = '']) => {
        await stub.putState('responded', status);
        return { status: Number(status), message, payload };
    },
    fail: (_stub, [message = '']) => Promise.reject(new Error(message)),
    /** Answers with the given number of bytes, and says how many it got. */
    size: (stub, [count = '0']) => {
        const got = Buffer.from(String(stub.getBufferArgs()[2]?.length ?? 0));
        return Promise.resolve(success(Buffer.concat([got, Buffer.alloc(Number(count), ' ')])));
    },
    /** Leaves a write behind without waiting for it; an empty key makes it fail. */
    leaveBehind: (stub, [key = '']) => {
        void stub.putState(key, 'left behind'); // what becomes of such a write is the scenario
        return Promise.resolve(success('done'));
    },
};

/** The chaincode of the scenarios: runs what a transaction's arguments say, operation by operation. */
export const scenarioChaincode: Chaincode = {
    async Init(stub) {
        const { fcn, params } = stub.getFunctionAndParameters();
        if (fcn === 'script') {
            const results = await runAll(stub, JSON.parse(params[0] ?? '[]') as Step[]);
            await stub.putState('init-results', JSON.stringify(results));
        }
        await stub.putState('initialised', stub.getTxID());
        return success('initialised');
    },

    async Invoke(stub) {
        const { fcn, params } = stub.getFunctionAndParameters();
        if (fcn.startsWith(`${STATE_CONTRACT}:`)) return stateChaincode.Invoke(stub);
        const run = FUNCTIONS[fcn];
        return run === undefined ? error(`there is no function '${fcn}'`) : run(stub, params);
    },
};

async function runAll(stub: ChaincodeStub, steps: readonly Step[]): Promise<StepResult[]> {
    const results: StepResult[] = [];
    for (const step of steps) results.push(await run(stub, step));
    return results;
}

async function run(stub: ChaincodeStub, [name, ...args]: Step): Promise<StepResult> {
    // Steps of one tick: what a chaincode does with Promise.allSettled.
    if (name === 'together') {
        const results = await Promise.all((args as readonly Json[] as readonly Step[]).map((step) => run(stub, step)));
        return { value: results };
    }
    const operation = STUB_OPERATIONS[name] ?? COMPOSED[name];
    if (operation === undefined) return { error: { code: 'NO_OPERATION', message: `there is no operation '${name}'` } };
    try {
        return { value: (await operation(stub, new StepArguments(args))) ?? null };
    } catch (thrown) {
        const code = ChaincodeError.is(thrown) ? thrown.code : 'OTHER';
        return { error: { code, message: toError(thrown).message } };
    }
}

function numbered(prefix: string, count: number): string[] {
    return Array.from({ length: count }, (_, index) => prefix + String(index).padStart(4, '0'));
}
