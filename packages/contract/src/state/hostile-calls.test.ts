import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, ContractError } from '..';
import { Balance, Lot, lotOf, Terms, Votes } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';
import type { RowState } from './row-state';

// What TypeScript refuses, and JavaScript lets through.

let peer: ScriptedLedger;
beforeEach(async () => {
    peer = new ScriptedLedger();
    await peer.run((ctx) => ctx.state(Balance).put({ owner: 'ann', amount: 10n }));
});
afterEach(() => peer.close());

const untyped = (ctx: Context, target: typeof Balance | typeof Lot | typeof Terms = Balance): RowState =>
    ctx.state(target) as unknown as RowState; // as from JavaScript

async function failureOf(call: () => unknown): Promise<string> {
    try {
        await call();
    } catch (error) {
        return `${(error as ContractError).code}: ${(error as Error).message}`;
    }
    return 'nothing';
}

describe('changes of one row', () => {
    it.each([
        ['is known', true],
        ['is still to be read', false],
    ])('are made one after the other where a change calls another one, and the row %s', async (_what, isKnown) => {
        const seen = await peer.run(async (ctx) => {
            const balances = ctx.state(Balance);
            if (isKnown) await balances.get('ann');
            const calls: Promise<unknown>[] = [];
            await balances.update('ann', (row) => {
                row.amount += 1n;
                calls.push(
                    balances.update('ann', (again) => void (again.amount *= 2n)),
                    balances.get('ann'),
                );
            });
            return (await Promise.all(calls)).at(-1);
        });
        expect(seen).toEqual({ owner: 'ann', amount: 22n });
    });

    it('go on behind one that has thrown', async () => {
        const seen = await peer.run(async (ctx) => {
            const balances = ctx.state(Balance);
            await balances.get('ann');
            const fails = balances.update('ann', () => {
                throw new Error('no');
            });
            await Promise.allSettled([fails, balances.update('ann', { amount: 3n })]);
            return balances.get('ann');
        });
        expect(seen).toEqual({ owner: 'ann', amount: 3n });
    });

    it.each([
        ['a patch', () => ({ amount: 1n })],
        ['another row', () => ({ owner: 'ann', amount: 1n })],
    ])('are refused where the function answers %s', async (_what, change: () => unknown) => {
        const failure = await peer.run((ctx) => failureOf(() => untyped(ctx).update('ann', change)));
        expect(failure).toContain('STATE_MISUSE: the change of a balance answers another object');
    });

    it.each([[[]], [new Map([['amount', 1n]])], [null], [undefined]])('are not made by %p', async (change) => {
        const failure = await peer.run((ctx) => failureOf(() => untyped(ctx).update('ann', change)));
        expect(failure).toContain('STATE_MISUSE: a balance is changed by an object with fields, or by a function');
    });
});

describe('an author’s object', () => {
    it('may change after it was the key of an upsert', async () => {
        const key = { farm: 'f1', number: 1 };
        await peer.run(async (ctx) => {
            const { holder, state, harvested, seal } = lotOf(1);
            const upsert = ctx.state(Lot).upsert(key, { holder, state, harvested, seal });
            key.number = 2;
            await upsert;
        });
        expect(await peer.run((ctx) => ctx.state(Lot).get({ farm: 'f1', number: 1 }))).toMatchObject({ number: 1 });
    });

    it.each(['create', 'put', 'update'] as const)('with __proto__ is refused by %s', async (verb) => {
        const lot: unknown = JSON.parse('{"__proto__":{"grade":5}}');
        const failure = await peer.run((ctx) =>
            failureOf(() => {
                const lots = untyped(ctx, Lot);
                const row = Object.defineProperty(lotOf(1), '__proto__', { value: lot, enumerable: true });
                return verb === 'update' ? lots.put(lotOf(1)).then(() => lots.update(lotOf(1), lot)) : lots[verb](row);
            }),
        );
        expect(failure).toBe('INVALID_STATE: lot cannot be written: lot.__proto__ is not a property of Lot');
        expect(peer.committed().filter(([key]) => key.includes('byGrade'))).toEqual([]);
    });
});

describe('what is not meant', () => {
    it.each(['', undefined, null, 5])('is no collection: %p', async (name) => {
        const failure = await peer.run((ctx) =>
            failureOf(() =>
                untyped(ctx, Terms)
                    .in(name as string)
                    .put({ farm: 'f1', number: 1, buyer: 'secret', price: 1n }),
            ),
        );
        expect(failure).toContain('STATE_MISUSE: in of terms takes the name of a collection');
        expect(peer.writes).toEqual([]);
    });

    it.each([null, 5, 'ann', []])('is no where-clause: %p', async (where) => {
        const failure = await peer.run((ctx) =>
            failureOf(() =>
                untyped(ctx)
                    .find(where as never)
                    .take(10),
            ),
        );
        expect(failure).toContain('STATE_MISUSE: balance: a where-clause is an object with values of owner, not');
    });

    it.each([null, 5, {}])('is no bookmark: %p', async (bookmark) => {
        const failure = await peer.look((ctx) =>
            failureOf(() =>
                ctx
                    .state(Balance)
                    .find()
                    .page(2, bookmark as never),
            ),
        );
        expect(failure).toContain('BAD_BOOKMARK: the bookmark is no text');
    });

    it.each([undefined, 'ann', 5])('are no keys: %p', async (keys) => {
        const failure = await peer.run((ctx) => failureOf(() => untyped(ctx).getMany(keys as never)));
        expect(failure).toBe('STATE_MISUSE: getMany of balance takes an array of keys');
    });

    it.each([
        [undefined, 'not undefined: look for a misspelt import, and for modules that import each other'],
        ['balance', 'not "balance": give it the class'],
    ])('is no class: %p', async (target, why) => {
        const failure = await peer.run((ctx) => failureOf(() => ctx.state(target as never)));
        expect(failure).toContain(`UNDECLARED: Scripts: ctx.state takes a class that is declared, ${why}`);
    });
});

describe('a failure names the line of the call', () => {
    it.each<[string, (ctx: Context) => Promise<unknown>, ('run' | 'look')?]>([
        [
            'that writes in an evaluated transaction',
            (ctx) => ctx.state(Balance).put({ owner: 'b', amount: 1n }),
            'look',
        ],
        ['that writes no row', (ctx) => untyped(ctx).put({ owner: 'b', amount: 1 })],
        ['whose change is made later', (ctx) => untyped(ctx).update('ann', { amount: 1 })],
        ['that reads what is no row', (ctx) => ctx.state(Balance).get('bad')],
        ['that takes what is no row', (ctx) => ctx.state(Balance).find().take(5)],
        [
            'that writes behind a page',
            async (ctx) => {
                await ctx.state(Balance).find().page(1);
                await ctx.state(Balance).update('ann', {});
            },
        ],
    ])('%s', async (_what, script, kind = 'run') => {
        peer.put('\u0000balance\u0000bad\u0000', '5');
        await peer.attempt(async (ctx) => script(ctx), kind);
        const [failed] = peer.lines.flatMap(({ fields }) => fields['err'] ?? []) as Error[];
        expect((failed?.cause as Error).message).toMatch(/^(put|update|get|find) of balance was called here$/);
        expect((failed?.cause as Error).stack).toContain('hostile-calls.test');
    });
});

describe('a counter', () => {
    it('refuses what it could not read back', async () => {
        const huge = 10n ** 1_000n;
        for (const amount of [huge, -huge]) {
            const failure = await peer.run((ctx) => failureOf(() => ctx.state(Votes).add('b', amount)));
            expect(failure).toBe('STATE_MISUSE: add of votes: the amount has more than 1,000 digits');
        }
        await peer.run((ctx) => Promise.all([1, 2].map(() => ctx.state(Votes).add('b', huge - 1n))));
        expect(await peer.run((ctx) => ctx.state(Votes).value('b'))).toBe(2n * huge - 2n);
    });
});
