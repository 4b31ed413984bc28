import { describe, expect, it } from '@jest/globals';
import type { Context } from '..';
import { Balance, Lot, lotOf, Terms, Votes } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';

interface Cost {
    readonly what: string;
    /** How many rows of lots, balances and terms there are. */
    readonly rows?: number;
    readonly run: (ctx: Context) => Promise<unknown>;
    /** Messages that are answered, on 3.1 and on 2.5. */
    readonly costs: readonly [number, number];
    readonly isEvaluated?: true;
}

async function count(rows: AsyncIterable<unknown>): Promise<number> {
    let found = 0;
    for await (const _ of rows) found += 1;
    return found;
}

const one = { farm: 'f1', number: 1 };
const keys = (many: number): string[] => Array.from({ length: many }, (_, index) => `o${index}`);

const COSTS: readonly Cost[] = [
    { what: 'get', run: (ctx) => ctx.state(Balance).get('o1'), costs: [1, 1] },
    { what: 'exists', run: (ctx) => ctx.state(Balance).exists('o1'), costs: [1, 1] },
    {
        what: 'get again in the transaction',
        run: async (ctx) => {
            await ctx.state(Balance).get('o1');
            await ctx.state(Balance).exists('o1');
            await ctx
                .state(Balance)
                .getOrThrow('o1')
                .catch(() => undefined);
        },
        costs: [1, 1],
    },
    { what: 'getMany of 50', run: (ctx) => ctx.state(Balance).getMany(keys(50)), costs: [1, 50] },
    { what: 'getMany of 250', run: (ctx) => ctx.state(Balance).getMany(keys(250)), costs: [3, 250] },
    {
        what: '50 gets in one tick',
        run: (ctx) => Promise.all(keys(50).map((key) => ctx.state(Balance).get(key))),
        costs: [1, 50],
    },
    { what: 'put without indexes', run: (ctx) => ctx.state(Balance).put({ owner: 'a', amount: 1n }), costs: [2, 2] },
    {
        what: 'a blind put',
        run: (ctx) => ctx.state(Balance).put({ owner: 'a', amount: 1n }, { blind: true }),
        costs: [1, 1],
    },
    { what: 'create, with a unique and one other index', run: (ctx) => ctx.state(Lot).create(lotOf(9)), costs: [2, 5] },
    { what: 'put, with a unique and one other index', run: (ctx) => ctx.state(Lot).put(lotOf(9)), costs: [2, 5] },
    {
        what: 'update that moves no entry',
        rows: 3,
        run: (ctx) =>
            ctx.state(Lot).update(one, (row) => {
                row.number += 0;
            }),
        costs: [2, 2],
    },
    {
        what: 'update that moves one index entry',
        rows: 3,
        run: (ctx) => ctx.state(Lot).update(one, { holder: 'bob' }),
        costs: [2, 4],
    },
    {
        what: 'update that changes a unique value',
        rows: 3,
        run: (ctx) => ctx.state(Lot).update(one, { seal: 'new' }),
        costs: [3, 5],
    },
    { what: 'delete of a row with two entries', rows: 3, run: (ctx) => ctx.state(Lot).delete(one), costs: [2, 4] },
    {
        what: '100 puts, one after the other',
        run: async (ctx) => {
            for (const owner of keys(100)) await ctx.state(Balance).put({ owner, amount: 1n });
        },
        costs: [101, 200],
    },
    {
        what: '100 puts at the same time',
        run: (ctx) => Promise.all(keys(100).map((owner) => ctx.state(Balance).put({ owner, amount: 1n }))),
        costs: [2, 200],
    },
    {
        what: '100 puts of rows that were read together, one after the other',
        run: async (ctx) => {
            await ctx.state(Balance).getMany(keys(100));
            for (const owner of keys(100)) await ctx.state(Balance).put({ owner, amount: 1n });
        },
        costs: [2, 200],
    },
    {
        what: '100 blind puts, one after the other',
        run: async (ctx) => {
            for (const owner of keys(100)) await ctx.state(Balance).put({ owner, amount: 1n }, { blind: true });
        },
        costs: [1, 100],
    },
    {
        what: 'the transfer',
        rows: 3,
        run: async (ctx) => {
            const balances = ctx.state(Balance);
            await balances.getMany(['o1', 'o2']);
            await balances.update('o1', (row) => {
                row.amount -= 1n;
            });
            await balances.upsert('o2', (row) => {
                row.amount += 1n;
            });
        },
        costs: [2, 4],
    },
    { what: 'find of no row', run: (ctx) => count(ctx.state(Lot).find()), costs: [1, 1] },
    { what: 'find of 100 rows', rows: 100, run: (ctx) => count(ctx.state(Lot).find()), costs: [1, 1] },
    { what: 'find of 250 rows', rows: 250, run: (ctx) => count(ctx.state(Lot).find()), costs: [3, 3] },
    { what: 'find of 1,000 rows', rows: 1_000, run: (ctx) => count(ctx.state(Lot).find()), costs: [11, 11] },
    {
        what: 'find of 250 rows, left at the first one',
        rows: 250,
        run: (ctx) => ctx.state(Lot).find().first(),
        costs: [2, 2],
    },
    {
        what: 'find of 50 rows, each updated',
        rows: 50,
        run: async (ctx) => {
            for await (const row of ctx.state(Balance).find()) await ctx.state(Balance).update(row, { amount: 5n });
        },
        costs: [2, 51],
    },
    {
        what: 'findBy of no row',
        run: (ctx) => count(ctx.state(Lot).findBy('byHolder', { holder: 'ann' })),
        costs: [1, 1],
    },
    {
        what: 'findBy of 100 rows',
        rows: 100,
        run: (ctx) => count(ctx.state(Lot).findBy('byHolder', { holder: 'ann' })),
        costs: [2, 101],
    },
    {
        what: 'findBy of 250 rows',
        rows: 250,
        run: (ctx) => count(ctx.state(Lot).findBy('byHolder', { holder: 'ann' })),
        costs: [6, 253],
    },
    {
        what: 'the first five of 100 rows by an index',
        rows: 100,
        run: (ctx) => ctx.state(Lot).findBy('byHolder', { holder: 'ann' }).take(5),
        costs: [2, 6],
    },
    { what: 'a page of 20 of 100 rows', rows: 100, run: (ctx) => ctx.state(Lot).find().page(20), costs: [1, 1] },
    {
        what: 'a page of 20 of 100 rows by an index',
        rows: 100,
        run: (ctx) => ctx.state(Lot).findBy('byHolder', { holder: 'ann' }).page(20),
        costs: [2, 21],
    },
    {
        what: 'getMany of 10 private rows',
        rows: 20,
        run: (ctx) => ctx.state(Terms).getMany(tenTerms()),
        costs: [10, 10],
    },
    {
        what: 'find of 150 private rows',
        rows: 150,
        run: (ctx) => count(ctx.state(Terms).find()),
        costs: [2, 2],
        isEvaluated: true,
    },
    {
        what: 'findBy of 150 private rows',
        rows: 150,
        run: (ctx) => count(ctx.state(Terms).findBy('byBuyer', { buyer: 'ann' })),
        costs: [152, 152],
        isEvaluated: true,
    },
    {
        what: 'two votes for one ballot',
        run: async (ctx) => {
            await ctx.state(Votes).add('b', 1n);
            await ctx.state(Votes).add('b', 2n);
        },
        costs: [1, 1],
    },
    { what: 'the value of a sum of 20 deltas', rows: 20, run: (ctx) => ctx.state(Votes).value('b'), costs: [1, 1] },
];

function tenTerms(): { farm: string; number: number }[] {
    return Array.from({ length: 10 }, (_, number) => ({ farm: 'f1', number }));
}

async function fill(peer: ScriptedLedger, rows: number): Promise<void> {
    await peer.run(async (ctx) => {
        for (let number = 0; number < rows; number += 1) {
            await ctx.state(Lot).create(lotOf(number));
            await ctx.state(Balance).create({ owner: `o${number}`, amount: 10n });
            await ctx.state(Terms).create({ farm: 'f1', number, buyer: 'ann', price: 1n });
        }
    });
    for (let delta = 0; delta < Math.min(rows, 20); delta += 1) await peer.run((ctx) => ctx.state(Votes).add('b', 1n));
}

describe('state promise 6: the messages that are waited for', () => {
    describe.each(['3.1', '2.5'] as const)('on %s', (version) => {
        it.each(COSTS.map((cost) => [cost.what, cost] as const))(
            '%s',
            async (_, { rows = 0, run, costs, isEvaluated }) => {
                await using peer = new ScriptedLedger({ version });
                await fill(peer, rows);
                await peer.run(run, isEvaluated === true ? 'look' : 'run');
                expect([peer.asked.length, peer.asked]).toEqual([costs[version === '3.1' ? 0 : 1], expect.anything()]);
            },
        );
    });
});
