import { MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { ModelPeer } from '../testing/model-peer';
import { batches, ServedSession, type ServedSessionOptions } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

type Step =
    | { readonly do: 'read' | 'delete'; readonly key: string }
    | { readonly do: 'readAll'; readonly keys: readonly string[] }
    | { readonly do: 'write'; readonly key: string; readonly value: string }
    | { readonly do: 'barrier' };

/** What a transaction does: the steps of one tick, then of the next one. */
type Script = readonly (readonly Step[])[];

const key = fc.constantFrom(...KEYS);
const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), key }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), key, value: fc.string({ minLength: 1 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('readAll' as const), keys: fc.array(key) }) },
    { weight: 1, arbitrary: fc.constant({ do: 'barrier' as const }) },
);
const script: fc.Arbitrary<Script> = fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 6 });

function carryOut(stub: ChaincodeStub, each: Step): Promise<unknown> {
    switch (each.do) {
        case 'read':
            return stub.getState(each.key);
        case 'readAll':
            return stub.getMultipleStates(each.keys);
        case 'write':
            return stub.putState(each.key, each.value);
        case 'delete':
            return stub.deleteState(each.key);
        case 'barrier':
            return stub.invokeChaincode('other', []);
    }
}

/** What an operation came to, so that it can be compared. */
function shown(outcome: unknown): unknown {
    if (Buffer.isBuffer(outcome)) return `value ${outcome.toString()}`;
    if (Array.isArray(outcome)) return outcome.map(shown);
    if (outcome instanceof Error) return `error ${outcome.message}`;
    // Of a barrier: the writes that the called chaincode saw.
    return outcome === undefined ? 'done' : (outcome as { payload: Buffer }).payload.toString();
}

interface Trace {
    readonly outcomes: unknown;
    readonly writeSet: unknown;
    readonly requests: number;
}

/** Runs a script; ticks do not wait for each other's operations, as those of parallel branches do not. */
async function trace(ticks: Script, bad: readonly string[], options: ServedSessionOptions): Promise<Trace> {
    const model = new ModelPeer({ a: '1', b: '2', c: '3', e: '5' }, bad);
    let outcomes: unknown;
    await using session = await ServedSession.start(async (stub) => {
        const operations: Promise<unknown>[] = [];
        for (const tick of ticks) {
            operations.push(...tick.map((each) => settlementOf(carryOut(stub, each))));
            await new Promise((resolve) => {
                setImmediate(resolve);
            });
        }
        outcomes = (await Promise.all(operations)).map(shown);
    }, options);
    model.answer(session.peer);
    expect((await session.result()).status).toBe(200);
    return { outcomes, writeSet: model.writeSet(), requests: model.asked.length };
}

describe('coalescing', () => {
    it('changes neither values, nor the write set, nor any result, nor what a barrier sees', async () => {
        const limit = fc.constantFrom(0, 1, 2, 3, 100);
        await fc.assert(
            fc.asyncProperty(script, fc.subarray(KEYS), limit, limit, async (ticks, bad, reads, writes) => {
                const capabilities = batches(reads, writes);
                const together = await trace(ticks, bad, { capabilities });
                const alone = await trace(ticks, bad, {});
                expect(together.outcomes).toEqual(alone.outcomes);
                expect(together.writeSet).toEqual(alone.writeSet);
            }),
            { numRuns: 150 },
        );
    });

    it('saves messages where nothing fails', async () => {
        const tick: Step[] = KEYS.flatMap((each) => [
            { do: 'read', key: each },
            { do: 'write', key: each, value: each },
        ]);
        const together = await trace([tick], [], { capabilities: batches() });
        expect(together.requests).toBe(2);
        const alone = await trace([tick], [], { capabilities: batches(), coalesce: false });
        expect(alone.requests).toBe(2 * KEYS.length);
        expect(together.outcomes).toEqual(alone.outcomes);
    });

    it('is what the model shows: the peer of these tests is asked in batches at all', async () => {
        const model = new ModelPeer();
        await using session = await ServedSession.start(
            (stub) => Promise.all([stub.getState('a'), stub.getState('b')]),
            { capabilities: batches() },
        );
        model.answer(session.peer);
        await session.result();
        expect(model.asked).toEqual([MessageType.GET_STATE_MULTIPLE]);
    });
});
