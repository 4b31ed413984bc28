import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Context, ContractError } from '..';
import { Balance, Lot, lotOf, Terms, Votes } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';

const ann = '\u0000balance\u0000ann\u0000';
const first = { farm: 'f1', number: 1 };

let peer: ScriptedLedger;
beforeEach(() => {
    peer = new ScriptedLedger();
});
afterEach(() => peer.close());

/** The failure of a call within a transaction that goes on. */
async function failureOf(call: Promise<unknown>): Promise<string> {
    try {
        await call;
    } catch (error) {
        return `${(error as ContractError).code}: ${(error as Error).message}`;
    }
    return 'nothing';
}

/** The failure of a transaction, as a client reads it. */
async function refusalOf(script: (ctx: Context) => Promise<unknown>, kind: 'run' | 'look' = 'run'): Promise<string> {
    const { status, message } = await peer.attempt(script, kind);
    return `${status} ${message}`;
}

function transfer(ctx: Context, from: string, to: string, amount: bigint): Promise<unknown> {
    const balances = ctx.state(Balance);
    return Promise.all([
        balances.update(from, (row) => {
            row.amount -= amount;
        }),
        balances.upsert(to, (row) => {
            row.amount += amount;
        }),
    ]);
}

describe('rows of an entity', () => {
    beforeEach(() => peer.run((ctx) => ctx.state(Balance).put({ owner: 'ann', amount: 10n })));

    it('state promise 5: a transfer to oneself keeps the balance', async () => {
        await peer.run((ctx) => transfer(ctx, 'ann', 'ann', 4n));
        expect(peer.committed()).toEqual([[ann, '{"amount":"10","owner":"ann"}']]);
    });

    it('state promise 5: ten updates of one row at the same time add ten', async () => {
        await peer.run((ctx) =>
            Promise.all(
                Array.from({ length: 10 }, () =>
                    ctx.state(Balance).update('ann', (row) => {
                        row.amount += 1n;
                    }),
                ),
            ),
        );
        expect(peer.committed()).toEqual([[ann, '{"amount":"20","owner":"ann"}']]);
        expect(peer.asked).toEqual(['getState', 'putState']);
    });

    it('state promise 5: refuses a change that is asynchronous, or answers another object', async () => {
        const failures = await peer.run(async (ctx) => [
            await failureOf(
                // eslint-disable-next-line @typescript-eslint/no-misused-promises -- what is refused
                ctx.state(Balance).update('ann', async (row) => {
                    await Promise.resolve();
                    row.amount += 1n;
                }),
            ),
            await failureOf(ctx.state(Balance).update('ann', ({ owner }) => ({ owner, amount: 1n }))),
            await failureOf(
                ctx.state(Balance).update('ann', (row) => {
                    row.owner = 'bob';
                }),
            ),
        ]);
        expect(failures).toEqual([
            'STATE_MISUSE: the change of a balance is asynchronous: await what it needs before, and change the row at once',
            'STATE_MISUSE: the change of a balance answers another object: change the row that it is given',
            'STATE_MISUSE: the change of a balance gives it another key: delete the row, and create another',
        ]);
        expect(peer.writes).toEqual([]);
    });

    it('changes take effect in the order of their calls, and reads see those before them only', async () => {
        const seen = await peer.run(async (ctx) => {
            const balances = ctx.state(Balance);
            const { amount: _, ...calls } = {
                amount: 0,
                before: balances.get('ann'),
                doubled: balances.update('ann', (row) => {
                    row.amount *= 2n;
                }),
                between: balances.get('ann'),
                put: balances.put({ owner: 'ann', amount: 1n }),
                increased: balances.update('ann', (row) => {
                    row.amount += 5n;
                }),
                gone: balances.delete('ann'),
                after: balances.exists('ann'),
            };
            const entries = Object.entries(calls).map(async ([name, call]) => [name, await (call as Promise<unknown>)]);
            return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
        });
        expect(seen).toEqual({
            before: { owner: 'ann', amount: 10n },
            doubled: { owner: 'ann', amount: 20n },
            between: { owner: 'ann', amount: 20n },
            put: { owner: 'ann', amount: 1n },
            increased: { owner: 'ann', amount: 6n },
            gone: { owner: 'ann', amount: 6n },
            after: false,
        });
        expect(peer.committed()).toEqual([]);
    });

    it('each call answers an object of its own, and of the class', async () => {
        await peer.run(async (ctx) => {
            const one = await ctx.state(Balance).getOrThrow('ann');
            one.amount = 0n;
            const other = await ctx.state(Balance).getOrThrow({ owner: 'ann' });
            expect(other).toEqual({ owner: 'ann', amount: 10n });
            expect(other).toBeInstanceOf(Balance);
            const written = await ctx.state(Balance).put({ owner: 'bob', amount: 1n });
            written.amount = 99n;
        });
        expect(peer.writes.map(({ value }) => value)).toEqual(['{"amount":"1","owner":"bob"}']);
    });

    it('fail with the key, and a code of the entity', async () => {
        expect(await refusalOf((ctx) => ctx.state(Balance).getOrThrow('bob'))).toBe(
            '404 BALANCE_NOT_FOUND: there is no balance(bob)',
        );
        expect(await refusalOf((ctx) => ctx.state(Balance).update('bob', { amount: 1n }))).toBe(
            '404 BALANCE_NOT_FOUND: there is no balance(bob)',
        );
        expect(await refusalOf((ctx) => ctx.state(Balance).delete('bob'))).toMatch(/^404 BALANCE_NOT_FOUND/);
        expect(await refusalOf((ctx) => ctx.state(Balance).create({ owner: 'ann', amount: 1n }))).toBe(
            '409 BALANCE_EXISTS: balance(ann) exists already',
        );
        expect(await refusalOf((ctx) => ctx.state(Balance).get('a\u0000'))).toMatch(/^400 INVALID_KEY/);
    });

    it('send nothing where the transaction throws, and nothing of a change that was refused', async () => {
        await peer.attempt(async (ctx) => {
            await ctx.state(Balance).put({ owner: 'bob', amount: 1n });
            throw new ContractError('NO', 'no');
        });
        expect(peer.writes).toEqual([]);
        await peer.run(async (ctx) => {
            await failureOf(ctx.state(Balance).create({ owner: 'ann', amount: 7n }));
            await failureOf(ctx.state(Balance).update('none', { amount: 7n }));
            await ctx.state(Balance).find().page(10);
        });
        expect(peer.writes).toEqual([]);
    });

    it('the last write of a key counts, whichever way it was made', async () => {
        await peer.run(async (ctx) => {
            await ctx.state(Balance).update('ann', { amount: 1n });
            await ctx.stub.putState(ann, '{"amount":"2","owner":"ann"}');
            expect(await ctx.state(Balance).get('ann')).toEqual({ owner: 'ann', amount: 2n });
        });
        expect(peer.writes.map(({ value }) => value)).toEqual(['{"amount":"2","owner":"ann"}']);
        await peer.run(async (ctx) => {
            await ctx.stub.deleteState(ann);
            await ctx.state(Balance).create({ owner: 'ann', amount: 3n });
        });
        expect(peer.writes.map(({ value }) => value)).toEqual([undefined, '{"amount":"3","owner":"ann"}']);
        await peer.run(async (ctx) => {
            await ctx.state(Balance).get('bob');
            await ctx.stub.putState('\u0000balance\u0000bob\u0000', '{"amount":"2","owner":"bob"}');
            await ctx.state(Balance).delete('bob');
        });
        expect(peer.committed()).toEqual([[ann, '{"amount":"3","owner":"ann"}']]);
    });

    it('a stub write that a batch has kept back is sent before what was changed behind it', async () => {
        await peer.run(async (ctx) => {
            ctx.stub.startWriteBatch();
            await ctx.stub.putState(ann, '{"amount":"2","owner":"ann"}');
            await ctx.state(Balance).update('ann', (row) => {
                row.amount += 1n;
            });
        });
        expect(peer.committed()).toEqual([[ann, '{"amount":"3","owner":"ann"}']]);
    });

    it('a stub write that is called while a change waits for its read comes behind it', async () => {
        await peer.run(async (ctx) => {
            const update = ctx.state(Balance).update('ann', { amount: 1n });
            await Promise.all([update, ctx.stub.putState(ann, '{"amount":"2","owner":"ann"}')]);
        });
        expect(peer.committed()).toEqual([[ann, '{"amount":"2","owner":"ann"}']]);
    });
});

describe('refusals come at the call', () => {
    it('in an evaluated transaction', async () => {
        expect(await refusalOf((ctx) => ctx.state(Balance).put({ owner: 'a', amount: 1n }), 'look')).toMatch(
            /^500 READ_ONLY_TRANSACTION: put of balance in a transaction/,
        );
    });

    it('behind a page, and of a page behind a change', async () => {
        const refusal = await refusalOf(async (ctx) => {
            await ctx.state(Balance).find().page(1);
            await ctx.state(Balance).put({ owner: 'a', amount: 1n });
        });
        expect(refusal).toMatch(/^500 WRITE_AFTER_QUERY: put of balance after find of balance: peers refuse/);
        expect(
            await refusalOf(async (ctx) => {
                await ctx.state(Balance).put({ owner: 'a', amount: 1n });
                await ctx.state(Balance).find().page(1);
            }),
        ).toMatch(/^500 QUERY_AFTER_WRITE: find of balance after put of balance: peers refuse/);
    });

    it('of values that are no row, of a take of too many, of an index that is not there', async () => {
        expect(await refusalOf((ctx) => ctx.state(Balance).put({ owner: 'a', amount: 1 } as never))).toMatch(
            /^500 INVALID_STATE: balance cannot be written: balance.amount must be bigint, not 1/,
        );
        expect(await refusalOf((ctx) => ctx.state(Lot).find().take(1_001))).toMatch(
            /^500 STATE_MISUSE: find of lot: take/,
        );
        expect(
            await refusalOf((ctx) =>
                ctx
                    .state(Lot)
                    .findBy('byColor' as never)
                    .take(1),
            ),
        ).toBe('500 STATE_MISUSE: lot has no index "byColor"; it has byHolder, byGrade, bySeal');
        expect(await refusalOf((ctx) => ctx.state(Lot).find().page(0))).toBe(
            '400 PAGE_SIZE: a page has 1 to 1000 rows, not 0',
        );
    });

    it('of a change that is not awaited, with the line that called it', async () => {
        async function forgetful(ctx: Context): Promise<void> {
            void ctx.state(Balance).put({ owner: 'a', amount: 1n });
            await ctx.state(Balance).update('a', { amount: 1n });
        }
        expect(await refusalOf(forgetful)).toMatch(
            /^500 FLOATING_OPERATION: put of balance was not awaited and would be lost/,
        );
        const { err } = peer.lines.find(({ level }) => level === 'error')?.fields as { err: Error };
        expect((err.cause as Error).stack?.split('\n')[1]).toContain('forgetful');
        expect(peer.writes).toEqual([]);
    });

    it('of a write by the peer, with its row and the line that called it', async () => {
        peer.refused.add(ann);
        async function refusedLater(ctx: Context): Promise<void> {
            await ctx.state(Balance).put({ owner: 'bob', amount: 1n });
            await ctx.state(Balance).put({ owner: 'ann', amount: 1n });
        }
        expect(await refusalOf(refusedLater)).toBe(
            '500 PEER_ERROR: the write of balance(ann) was refused: that key is refused',
        );
        const { err } = peer.lines.find(({ level }) => level === 'error')?.fields as { err: Error };
        expect((err.cause as Error).stack).toContain('refusedLater');
    });
});

describe('indexes', () => {
    beforeEach(() => peer.run((ctx) => Promise.all([1, 2, 3].map((number) => ctx.state(Lot).create(lotOf(number))))));

    const entries = (): string[] => peer.committed().flatMap(([key]) => (key.startsWith('\u0000lot.') ? key : []));

    it('have an entry of each row that has their fields, and move it', async () => {
        expect(entries()).toHaveLength(6);
        await peer.run((ctx) => ctx.state(Lot).update(first, { holder: 'bob', grade: 7, seal: 'new' }));
        expect(peer.writes.map(({ key, value }) => [key.replaceAll('\u0000', '|'), value])).toEqual([
            ['|lot|f1|p11|', expect.stringContaining('"holder":"bob"')],
            ['|lot.byGrade|p17|f1|p11|', '{}'],
            ['|lot.byHolder|ann|ripe|7974-98-97T99:99:99.999Z|f1|p11|', undefined],
            ['|lot.byHolder|bob|ripe|7974-98-97T99:99:99.999Z|f1|p11|', '{}'],
            ['|lot.bySeal|new|', '{"key":["f1","p11"]}'],
            ['|lot.bySeal|seal 1|', undefined],
        ]);
        await peer.run((ctx) => ctx.state(Lot).delete(first));
        expect(entries()).toHaveLength(4);
    });

    it('write nothing of an entry that is where it was, and nothing of a row that was there for a moment', async () => {
        await peer.run(async (ctx) => {
            await ctx.state(Lot).update(first, { holder: 'bob' });
            await ctx.state(Lot).update(first, { holder: 'ann' });
            await ctx.state(Lot).create(lotOf(9));
            await ctx.state(Lot).delete(lotOf(9));
        });
        expect(peer.writes.map(({ key }) => key.replaceAll('\u0000', '|'))).toEqual(['|lot|f1|p11|']);
    });

    it('refuse a unique value that another row has, also one of the same transaction', async () => {
        expect(await refusalOf((ctx) => ctx.state(Lot).create(lotOf(9, { seal: 'seal 1' })))).toBe(
            '409 LOT_EXISTS: another lot has the same seal',
        );
        expect(await refusalOf((ctx) => ctx.state(Lot).update(first, { seal: 'seal 2' }))).toMatch(/^409 LOT_EXISTS/);
        const { payload } = await peer.attempt((ctx) =>
            Promise.all([7, 8].map((number) => ctx.state(Lot).put(lotOf(number, { seal: 'x' })))),
        );
        expect(JSON.parse(payload)).toMatchObject({ code: 'LOT_EXISTS', details: { index: 'bySeal' } });
        // A value that was given up is free.
        await peer.run(async (ctx) => {
            await ctx.state(Lot).update(first, { seal: 'other' });
            await ctx.state(Lot).update({ farm: 'f1', number: 2 }, { seal: 'seal 1' });
        });
        const found = await peer.look((ctx) => ctx.state(Lot).findBy('bySeal', { seal: 'seal 1' }).first());
        expect(found?.number).toBe(2);
    });

    it('show changes of the transaction in their order, and are not confused by a loop that moves rows', async () => {
        const found = await peer.run(async (ctx) => {
            const lots = ctx.state(Lot);
            await lots.create(lotOf(250, { harvested: new Date(Date.UTC(2025, 0, 3, 12)) }));
            await lots.update(first, { state: 'sold' });
            const numbers: number[] = [];
            for await (const lot of lots.findBy('byHolder', { holder: 'ann', state: 'ripe' })) {
                numbers.push(lot.number);
                await lots.update(lot, { harvested: new Date(Date.UTC(2024, 0, lot.number)) });
                await lots.update({ farm: 'f1', number: 2 }, { holder: 'bob' });
            }
            const rest = await lots.findBy('byHolder', { holder: 'ann' }).take(10);
            return [numbers, rest.map(({ number }) => number)];
        });
        expect(found).toEqual([
            [3, 250, 2],
            [250, 3, 1],
        ]);
    });

    it('tell an entry that disagrees with its row', async () => {
        peer.state.get('')?.delete('\u0000lot\u0000f1\u0000p12\u0000');
        expect(await refusalOf((ctx) => ctx.state(Lot).findBy('bySeal', { seal: 'seal 2' }).take(5), 'look')).toMatch(
            /^500 INDEX_BROKEN: the index bySeal of lot disagrees with its rows: the entry ".u0000lot.bySeal.u0000seal 2.u0000" leads to lot\(f1, 2\)/,
        );
        peer.put('\u0000lot\u0000f1\u0000p11\u0000', JSON.stringify(lotOf(1, { holder: 'cid' })));
        expect(await refusalOf((ctx) => ctx.state(Lot).findBy('byHolder', { holder: 'ann' }).take(5), 'look')).toMatch(
            /^500 INDEX_BROKEN/,
        );
    });
});

describe('private rows', () => {
    const terms = { farm: 'f1', number: 1, buyer: 'secret buyer', price: 7n };
    beforeEach(() => peer.run((ctx) => ctx.state(Terms).create(terms)));

    it('state promise 17: are told by their hash, and a wrong price is not', async () => {
        const answers = await peer.look(async (ctx) => [
            await ctx.state(Terms).matches(terms),
            await ctx.state(Terms).matches({ ...terms, price: 8n }),
            await ctx.state(Terms).matches({ ...terms, number: 2 }),
            (await ctx.state(Terms).hash(terms))?.length,
            await ctx.state(Terms).hash({ farm: 'f1', number: 2 }),
        ]);
        expect(answers).toEqual([true, false, false, 32, undefined]);
    });

    it('state promise 17: have keys and values in no message and no line of the log', async () => {
        const refusals = [
            await refusalOf((ctx) => ctx.state(Terms).create(terms)),
            await refusalOf((ctx) => ctx.state(Terms).getOrThrow({ farm: 'f9', number: 77 })),
            await refusalOf((ctx) => ctx.state(Terms).update(terms, { price: 'secret price' as never })),
            await refusalOf((ctx) => ctx.state(Terms).get({ farm: 'secret\u0000', number: 1 })),
        ];
        expect(refusals.map((text) => text.split(':')[0])).toEqual([
            '409 TERMS_EXISTS',
            '404 TERMS_NOT_FOUND',
            '500 INVALID_STATE',
            '400 INVALID_KEY',
        ]);
        const told = JSON.stringify([refusals, peer.lines.filter(({ level }) => level !== 'debug')]);
        expect(told).not.toMatch(/secret|f9|77/);
    });

    it('state promise 17: are scanned in transactions that do not write', async () => {
        expect(await peer.look((ctx) => ctx.state(Terms).findBy('byBuyer').take(5))).toEqual([terms]);
        const refusal = await refusalOf(async (ctx) => {
            await ctx.state(Terms).find().take(5);
            await ctx.state(Terms).put(terms);
        });
        expect(refusal).toMatch(/^500 WRITE_AFTER_QUERY: put of terms after find of terms/);
    });

    it('state promise 17: purge takes the row and its entries', async () => {
        expect(peer.committed('tradeTerms')).toHaveLength(2);
        await peer.run((ctx) => ctx.state(Terms).purge(terms));
        expect(peer.asked).toEqual(['getState', 'writeBatchState']);
        expect(peer.committed('tradeTerms')).toEqual([]);
    });

    it('are the same entity in another collection', async () => {
        await peer.run(async (ctx) => {
            const other = ctx.state(Terms).in('others');
            expect(await other.exists(terms)).toBe(false);
            await other.create(terms);
            expect(await ctx.state(Terms).in('others').get(terms)).toEqual(terms);
        });
        expect(peer.committed('others')).toEqual(peer.committed('tradeTerms'));
    });
});

describe('sums', () => {
    it('of what many transactions add, without a read', async () => {
        for (const amount of [1n, 2n, -5n]) {
            await peer.run((ctx) => ctx.state(Votes).add('b', amount));
            expect(peer.asked).toEqual(['putState']);
        }
        await peer.run(async (ctx) => {
            await ctx.state(Votes).add('b', 10n);
            await ctx.state(Votes).add('b', 20n);
            expect(await ctx.state(Votes).value('b')).toBe(28n);
            await ctx.state(Votes).add('b', -30n);
            await ctx.state(Votes).add('other', 0n);
        });
        expect(peer.writes).toEqual([]);
        expect(await peer.look((ctx) => ctx.state(Votes).value({ ballot: 'b' }))).toBe(-2n);
    });

    it('fold into one, a part at a time, besides what is too new', async () => {
        for (let vote = 0; vote < 12; vote += 1) await peer.run((ctx) => ctx.state(Votes).add('b', 1n));
        const compact = (ctx: Context): Promise<unknown> => ctx.state(Votes).compact('b', { limit: 5 });
        expect(await peer.run(compact)).toEqual({ folded: 0, more: false });
        peer.peer.time = new Date(peer.peer.time.getTime() + 600_001);
        await peer.run((ctx) => ctx.state(Votes).add('b', 30n));
        expect(await peer.run(compact)).toEqual({ folded: 5, more: true });
        expect(await peer.run(compact)).toEqual({ folded: 5, more: true });
        expect(await peer.run(compact)).toEqual({ folded: 2, more: false });
        expect(await peer.run(compact)).toEqual({ folded: 0, more: false });
        expect(await peer.look((ctx) => ctx.state(Votes).value('b'))).toBe(42n);
        expect(
            peer
                .committed()
                .map(([, value]) => value)
                .sort(),
        ).toEqual([2, 30, 5, 5].map((sum) => `{"add":"${sum}"}`));
    });
});
