import { expect } from '@jest/globals';
import { type KeysTouched, keysTouched } from './read-write-set';
import type { RowStep } from './row-operations';
import { codeOf, evaluateRows, rowScript, rowValues, submitRows, submittedValues } from './row-script';
import type { Scenario } from './scenario';
import { type Outcome, SCENARIO_CHAINCODE, type Target } from './target';

function touched({ readWriteSet }: Outcome): KeysTouched {
    return keysTouched(readWriteSet ?? Buffer.alloc(0), SCENARIO_CHAINCODE);
}

/** Keys with the separators made visible. */
function shown(keys: readonly string[]): string[] {
    return keys.map((key) => key.replaceAll('\u0000', '|'));
}

/** What the steps of a transaction read and write; it is committed. */
async function touchedBy(target: Target, steps: readonly RowStep[]): Promise<KeysTouched> {
    const outcome = await target.submit(rowScript(steps));
    expect(outcome).toMatchObject({ status: 200, message: '', validation: 'VALID' });
    return touched(outcome);
}

function lot(
    farm: string,
    number: number,
    fields: Readonly<Record<string, string>> = {},
): Record<string, string | number> {
    return { farm, number, holder: 'ann', seal: `${farm} ${number}`, ...fields };
}

async function voteTogether(target: Target, ballot: string, count: number): Promise<void> {
    const vote = rowScript([['add', 'Votes', ballot, 1]]);
    const votes = Array.from({ length: count }, () => vote);
    const old = await target.submitTogether([vote, vote, vote]);
    expect(old.map(({ validation }) => validation)).toEqual(['VALID', 'VALID', 'VALID']);
    // Its time is before those of the votes, which are endorsed behind it.
    const compaction = rowScript([['compact', 'Votes', ballot, { olderThanMinutes: 0 }]]);
    const outcomes = await target.submitTogether([compaction, ...votes]);
    expect(outcomes.filter(({ validation }) => validation !== 'VALID')).toEqual([]);
    expect(await rowValues(target, [['value', 'Votes', ballot]])).toEqual([String(count + 3)]);
    await submittedValues(target, [['put', 'Poll', { ballot }]]);
    const update = rowScript([['update', 'Poll', ballot, { count: '1' }]]);
    const [first, ...others] = await target.submitTogether(votes.map(() => update));
    expect(first).toMatchObject({ validation: 'VALID' });
    expect(new Set(others.map(({ validation }) => validation))).toEqual(new Set(['MVCC_READ_CONFLICT']));
}

/** Typed state. Tests of one promise have its number in their names: docs/design/state.md. */
export const typedStateScenarios: readonly Scenario[] = [
    {
        title: 'state promise 5: a transfer to oneself keeps the balance',
        run: async (target) => {
            await submittedValues(target, [['put', 'Balance', { owner: 'typed-a', amount: '10' }]]);
            const [, , row] = await submittedValues(target, [
                ['update', 'Balance', 'typed-a', { amount: '4' }],
                ['update', 'Balance', 'typed-a', { amount: '10' }],
                ['get', 'Balance', 'typed-a'],
            ]);
            expect(row).toEqual({ owner: 'typed-a', amount: '10' });
            expect(await rowValues(target, [['history', 'Balance', 'typed-a']])).toEqual([[row, row]]);
        },
    },
    {
        title: 'state promise 8: reads a row once, put as well, and a row that it put blindly never',
        run: async (target) => {
            await submittedValues(target, [['put', 'Balance', { owner: 'typed-b', amount: '1' }]]);
            const key = '|balance|typed-b|';
            const reading = await touchedBy(target, [
                ['get', 'Balance', 'typed-b'],
                ['exists', 'Balance', 'typed-b'],
                ['update', 'Balance', 'typed-b', { amount: '2' }],
                ['get', 'Balance', 'typed-b'],
            ]);
            expect([shown(reading.reads), shown(reading.writes)]).toEqual([[key], [key]]);
            const put = await touchedBy(target, [['put', 'Balance', { owner: 'typed-b', amount: '3' }]]);
            expect([shown(put.reads), shown(put.writes)]).toEqual([[key], [key]]);
            const blind = await touchedBy(target, [
                ['putBlindly', 'Balance', { owner: 'typed-b', amount: '3' }],
                ['get', 'Balance', 'typed-b'],
                ['put', 'Balance', { owner: 'typed-b', amount: '4' }],
            ]);
            expect([shown(blind.reads), shown(blind.writes)]).toEqual([[], [key]]);
        },
    },
    {
        title: 'state promise 8: create reads its key and those of unique indexes, and put with indexes does as well',
        run: async (target) => {
            const reads = ['|lot.bySeal|typed-c 1|', '|lot|typed-c|p11|'];
            const epoch = '|lot.byHolder|ann|ripe|8029-98-98T99:99:99.999Z|typed-c|p11|';
            const created = await touchedBy(target, [['create', 'Lot', lot('typed-c', 1)]]);
            expect(shown(created.reads).sort()).toEqual(reads);
            expect(shown(created.writes).sort()).toEqual([epoch, ...reads]);
            const again = await touchedBy(target, [['put', 'Lot', lot('typed-c', 1, { holder: 'bob' })]]);
            expect(shown(again.reads).sort()).toEqual(reads);
            expect(shown(again.writes).sort()).toEqual([epoch, epoch.replace('ann', 'bob'), reads[1]]);
            const updated = await touchedBy(target, [
                ['update', 'Lot', { farm: 'typed-c', number: 1 }, { holder: 'cid' }],
            ]);
            expect(shown(updated.reads)).toEqual([reads[1]]);
        },
    },
    {
        title: 'state promise 8: a scan is a range, and rows found by an index are read one by one',
        run: async (target) => {
            await submittedValues(target, [['createMany', 'Lot', 'typed-d', 0, 3]]);
            const scanned = await touchedBy(target, [
                ['take', 'Lot', '', { farm: 'typed-d' }, 2],
                ['putBlindly', 'Balance', { owner: 'typed-d' }],
            ]);
            expect(shown(scanned.reads)).toEqual([]);
            expect(scanned.ranges).toHaveLength(1);
            const found = await touchedBy(target, [
                ['take', 'Lot', 'bySeal', { seal: 'typed-d 1' }, 5],
                ['putBlindly', 'Balance', { owner: 'typed-d' }],
            ]);
            expect(shown(found.reads)).toEqual(['|lot|typed-d|p11|']);
            expect(found.ranges).toHaveLength(1);
        },
    },
    {
        title: 'state promise 8: of two creates of a key one is valid, and so of two of a unique value',
        run: async (target) => {
            const outcomes = await target.submitTogether([
                rowScript([['create', 'Lot', lot('typed-e', 1)]]),
                rowScript([['create', 'Lot', lot('typed-e', 1, { seal: 'another' })]]),
                rowScript([['create', 'Lot', lot('typed-e', 2, { seal: 'typed-e 1' })]]),
            ]);
            expect(outcomes.map(({ validation }) => validation)).toEqual([
                'VALID',
                'MVCC_READ_CONFLICT',
                'MVCC_READ_CONFLICT',
            ]);
        },
    },
    {
        title: 'state promise 8: a row that appears in a range that was scanned is a phantom',
        run: async (target) => {
            const outcomes = await target.submitTogether([
                rowScript([['create', 'Lot', lot('typed-f', 1)]]),
                rowScript([
                    ['take', 'Lot', '', { farm: 'typed-f' }, 10],
                    ['put', 'Balance', { owner: 'typed-f' }],
                ]),
            ]);
            expect(outcomes.map(({ validation }) => validation)).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
        },
    },
    {
        title: 'state promise 13: votes endorsed before one commits are valid, beside a compaction; a sum in one row loses',
        run: (target) => voteTogether(target, 'typed-g', 20),
    },
    {
        title: 'state promise 13: and so are 200 of them',
        isHeavy: true,
        run: (target) => voteTogether(target, 'typed-many', 200),
    },
    {
        title: 'state promise 17: members read a private row, others compare it, and purge takes it and its entries',
        run: async (target) => {
            const terms = { farm: 'typed-h', number: 1, buyer: 'mill', price: '7' };
            const key = { farm: 'typed-h', number: 1 };
            await submittedValues(target, [['create', 'Terms', terms]]);
            expect(
                await rowValues(target, [
                    ['get', 'Terms', key],
                    ['all', 'Terms', 'byBuyer', { buyer: 'mill' }],
                ]),
            ).toEqual([terms, [terms]]);
            // Org2 is no member: its clients may compare, and may not read.
            const [wrong, right, read] = await evaluateRows(
                target,
                [
                    ['matches', 'Terms', { ...terms, price: '8' }],
                    ['matches', 'Terms', terms],
                    ['get', 'Terms', key],
                ],
                { client: 'Org2' },
            );
            expect([wrong, right, codeOf(read)]).toEqual([{ value: false }, { value: true }, 'PEER_ERROR']);
            await submittedValues(target, [['purge', 'Terms', key]]);
            expect(
                await rowValues(target, [
                    ['get', 'Terms', key],
                    ['all', 'Terms', 'byBuyer', {}],
                ]),
            ).toEqual([null, []]);
        },
    },
    {
        title: 'state promise 17: a private scan and a change refuse each other at the call',
        run: async (target) => {
            const change = ['put', 'Terms', { farm: 'typed-i', number: 1, buyer: 'b', price: '1' }] as const;
            const scan = ['take', 'Terms', '', {}, 1] as const;
            expect((await evaluateRows(target, [scan, change])).map(codeOf)).toEqual([undefined, 'WRITE_AFTER_QUERY']);
            expect((await evaluateRows(target, [change, scan])).map(codeOf)).toEqual([undefined, 'QUERY_AFTER_WRITE']);
        },
    },
    {
        title: 'state promise 18: a row and its entries share a policy, which moved entries keep',
        run: async (target) => {
            const key = { farm: 'typed-j', number: 1 };
            await submittedValues(target, [['create', 'Lot', lot('typed-j', 1)]]);
            const given = await touchedBy(target, [['setPolicy', 'Lot', key, ['Org1MSP', 'Org2MSP']]]);
            expect(given.policies).toHaveLength(3);
            expect(await rowValues(target, [['policy', 'Lot', key]])).toEqual([['Org1MSP', 'Org2MSP']]);
            const both = { endorsedBy: ['Org1MSP', 'Org2MSP'] };
            const move = rowScript([['update', 'Lot', key, { holder: 'bob' }]], { endorsedBy: ['Org1MSP'] });
            expect(await target.submit(move)).toMatchObject({ validation: 'ENDORSEMENT_POLICY_FAILURE' });
            const moved = await target.submit({ ...move, ...both });
            expect(moved).toMatchObject({ validation: 'VALID' });
            expect(shown(touched(moved).policies)).toEqual([expect.stringMatching(/^\|lot.byHolder\|bob/)]);
            // The entry that was made has the policy as well: to take it away, both must endorse.
            const gone = rowScript([['delete', 'Lot', key]], { endorsedBy: ['Org1MSP'] });
            expect(await target.submit(gone)).toMatchObject({ validation: 'ENDORSEMENT_POLICY_FAILURE' });
            await submitRows(target, [['delete', 'Lot', key]], both);
            expect(await rowValues(target, [['exists', 'Lot', key]])).toEqual([false]);
        },
    },
];
