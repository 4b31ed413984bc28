import type { ContractSource } from '@heddle/contract';
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

interface Twins {
    readonly what: string;
    readonly typed: ContractSource;
    readonly byHand: ContractSource;
    readonly calls: fc.Arbitrary<Call>;
    readonly questions: fc.Arbitrary<Call>;
    /** Makes what `conflict` changes. */
    readonly before: readonly Call[];
    /** One block: the second call conflicts with the first, the third is refused. */
    readonly conflict: readonly Call[];
}

const TWINS: readonly Twins[] = [
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
        before: [],
        conflict: [
            ['mint', 'ann', 1n],
            ['mint', 'ann', 2n],
            ['transfer', 'ann', 'bob', 10_000n],
        ],
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
        before: [['offer', { farm: 'f1', number: 99, holder: 'ann', state: 'ripe', seal: 'unseen' }]],
        conflict: [
            ['sell', 'f1', 99, 'bob'],
            ['sell', 'f1', 99, 'carol'],
            ['sell', 'f1', 98, 'bob'],
        ],
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
        before: [['createAsset', 'contested', 'red', 1, 'ann']],
        conflict: [
            ['transferAsset', 'contested', 'bob'],
            ['transferAsset', 'contested', 'carol'],
            ['transferAsset', 'missing', 'bob'],
        ],
    },
];

describe.each(TWINS)('$what', ({ typed, byHand, calls, questions, before, conflict }) => {
    it('state promise 7: leaves what the same by hand leaves, and gets the same verdicts', async () => {
        await using one = await ReleasedChaincode.start();
        await using other = await ReleasedChaincode.start();
        await one.deploy(typed);
        await other.deploy(byHand);
        const same = async (block: readonly Call[]): Promise<readonly string[]> => {
            const outcomes = await outcomesOf(one, block);
            expect({ block, outcomes }).toEqual({ block, outcomes: await outcomesOf(other, block) });
            return outcomes.map(({ verdict }) => verdict);
        };
        const random = fc.sample(fc.tuple(calls, fc.integer({ min: 1, max: MOST_IN_A_BLOCK }), questions), CALLS);
        for (let next = random[0]; next !== undefined; next = random[0]) {
            const [, size, [name, ...args]] = next;
            const block = random.splice(0, size).map(([asked]) => asked);
            await same(block);
            const answer = await one.evaluate(name, ...args);
            expect({ name, args, answer }).toEqual({ name, args, answer: await other.evaluate(name, ...args) });
        }
        // Chance may bring no conflict and no refusal: this block has both.
        await same(before);
        const [valid, conflicts, refused] = await same(conflict);
        expect([valid, conflicts]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
        expect(refused).toMatch(/^[A-Z_]+$/);
        expect(await valuesOf(one)).toEqual(await valuesOf(other));
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
