import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ReleasedChaincode } from './released-chaincode';
import { HandWrittenAssets, TypedAssets } from './twin-assets';
import { HandWrittenSupply, TypedSupply } from './twin-supplies';
import { HandWrittenToken, TypedToken } from './twin-tokens';

const CALLS = 500;
const MOST_IN_A_BLOCK = 4;

type Call = readonly [name: string, ...args: readonly (string | number | bigint | object)[]];

const person = fc.constantFrom('ann', 'bob', 'carol', 'dave');
const amount = fc.bigInt({ min: 0n, max: 40n });
const farm = fc.constantFrom('f1', 'f2', 'ü');
const number = fc.integer({ min: -1, max: 12 });
const seal = fc.nat({ max: 30 }).map((n) => `s${n}`);
const lot = fc.record({ farm, number, holder: person, state: fc.constantFrom('ripe', 'sold', 'gone'), seal });
const color = fc.constantFrom('red', 'green', 'blue');
const asset = fc.nat({ max: 20 }).map((n) => `asset${n}`);

function call(name: string, ...args: readonly fc.Arbitrary<string | number | bigint | object>[]): fc.Arbitrary<Call> {
    return fc.tuple(...args).map((values): Call => [name, ...values]);
}

const TWINS = [
    {
        what: 'a token',
        typed: TypedToken,
        byHand: HandWrittenToken,
        calls: fc.oneof(
            call('mint', person, amount),
            call('transfer', person, person, amount),
            call('approve', person, person, amount),
            call('spend', person, person, amount),
        ),
        questions: fc.oneof(call('balanceOf', person), call('allowances', person)),
    },
    {
        what: 'a supply chain, in the manner of GalaChain',
        typed: TypedSupply,
        byHand: HandWrittenSupply,
        calls: fc.oneof(
            call('offer', lot),
            call('replace', lot),
            call('sell', farm, number, person),
            call('reseal', farm, number, seal),
            call('remove', farm, number),
        ),
        questions: fc.oneof(call('heldBy', person), call('sealedWith', seal), call('ofFarm', farm)),
    },
    {
        what: 'the ledger-queries sample',
        typed: TypedAssets,
        byHand: HandWrittenAssets,
        calls: fc.oneof(
            call('createAsset', asset, color, number, person),
            call('deleteAsset', asset),
            call('transferAsset', asset, person),
            call('transferByColor', color, person),
        ),
        questions: call('range', asset, asset),
    },
];

describe.each(TWINS)('$what', ({ typed, byHand, calls, questions }) => {
    it('state promise 7: leaves what the same by hand leaves, and gets the same verdicts', async () => {
        await using one = await ReleasedChaincode.start();
        await using other = await ReleasedChaincode.start();
        await one.deploy(typed);
        await other.deploy(byHand);
        const verdicts = new Set<string>();
        const random = fc.sample(fc.tuple(calls, fc.integer({ min: 1, max: MOST_IN_A_BLOCK }), questions), CALLS);
        for (let next = random[0]; next !== undefined; next = random[0]) {
            const [, size, [name, ...args]] = next;
            const block = random.splice(0, size).map(([asked]) => asked);
            const outcomes = await outcomesOf(one, block);
            expect({ block, outcomes }).toEqual({ block, outcomes: await outcomesOf(other, block) });
            for (const { verdict } of outcomes) verdicts.add(verdict);
            const answer = await one.evaluate(name, ...args);
            expect({ name, args, answer }).toEqual({ name, args, answer: await other.evaluate(name, ...args) });
        }
        expect(await valuesOf(one)).toEqual(await valuesOf(other));
        // Conflicts and refusals are among what was compared.
        expect(Array.from(verdicts)).toEqual(expect.arrayContaining(['VALID', 'MVCC_READ_CONFLICT']));
        expect(verdicts.size).toBeGreaterThan(2);
    });
});

interface Outcome {
    /** What the block says, or the code of the refusal. */
    readonly verdict: string;
    readonly result: string;
}

/** Endorses calls, commits what was endorsed in one block, and tells what came of each. */
async function outcomesOf(chaincode: ReleasedChaincode, block: readonly Call[]): Promise<Outcome[]> {
    const endorsed = await Promise.all(block.map(([name, ...args]) => chaincode.endorse(name, ...args)));
    const good = endorsed.filter(({ envelope }) => envelope !== undefined);
    const statuses = await chaincode.peer.commit(...good);
    return endorsed.map((one): Outcome => {
        const status = statuses[good.indexOf(one)]?.status;
        return {
            verdict: status ?? one.message.split(':')[0] ?? '',
            result: status === undefined ? '' : one.payload.toString(),
        };
    });
}

/** The values of the ledger: JSON as what it says, and everything else by its bytes. */
async function valuesOf(chaincode: ReleasedChaincode): Promise<[key: string, value: unknown][]> {
    const states = Array.from(await chaincode.states());
    return states.map(([key, value]) => [
        key,
        value.startsWith('{') && !key.includes('.bySeal') ? JSON.parse(value) : value,
    ]);
}
