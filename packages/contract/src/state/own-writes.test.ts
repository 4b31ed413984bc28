import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Context } from '..';
import { Lot, lotOf } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';

/** What a call answers, and what a Map of rows by their numbers says to it at the moment of the call. */
type Step = (ctx: Context, rows: Map<number, Lot>) => readonly [actual: Promise<unknown>, expected: unknown];

const NUMBERS = 6;
const HOLDERS = ['ann', 'bob', 'b\u{1f600}'];
const keyOf = (number: number): { farm: string; number: number } => ({ farm: 'f1', number });

const number = fc.nat(NUMBERS - 1).map((value) => value - 2);
const change: fc.Arbitrary<Partial<Lot>> = fc.record(
    {
        holder: fc.constantFrom(...HOLDERS),
        state: fc.constantFrom('ripe' as const, 'sold' as const),
        harvested: fc.nat(3).map((day) => new Date(Date.UTC(2025, 0, 1 + day))),
        grade: fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }),
    },
    { requiredKeys: [] },
) as fc.Arbitrary<Partial<Lot>>; // an `undefined` takes the grade away
const row = fc
    .tuple(number, change, fc.nat(NUMBERS))
    .map(([id, fields, seal]) => lotOf(id, { ...fields, seal: `s${seal}` }));

/** What a call answers, or the code of its failure. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
    try {
        return await call;
    } catch (error) {
        return (error as { code: string }).code;
    }
}

function sealTaken(rows: ReadonlyMap<number, Lot>, { number, seal }: Lot): boolean {
    return Array.from(rows.values()).some((other) => other.seal === seal && other.number !== number);
}

function copyOf(lot: Lot, fields: Partial<Lot> = {}): Lot {
    const copy = Object.assign(new Lot(), lot, fields);
    if (copy.grade === undefined) delete copy.grade;
    return copy;
}

/** What a Map says to a row that is to be kept: the row, or the code of a refusal. */
function keep(rows: Map<number, Lot>, lot: Lot): unknown {
    if (sealTaken(rows, lot)) return 'LOT_EXISTS';
    rows.set(lot.number, lot);
    return lot;
}

function sorted(rows: Iterable<Lot>, compare: (left: Lot, right: Lot) => number): Lot[] {
    return Array.from(rows).sort((left, right) => compare(left, right) || left.number - right.number);
}

const byKey = (rows: ReadonlyMap<number, Lot>): Lot[] => sorted(rows.values(), () => 0);

const steps: fc.Arbitrary<Step> = fc.oneof(
    row.map((lot): Step => (ctx, rows) => [
        outcomeOf(ctx.state(Lot).create(lot)),
        rows.has(lot.number) ? 'LOT_EXISTS' : keep(rows, copyOf(lot)),
    ]),
    row.map((lot): Step => (ctx, rows) => [outcomeOf(ctx.state(Lot).put(lot)), keep(rows, copyOf(lot))]),
    fc.tuple(number, change).map(([id, fields]): Step => (ctx, rows) => {
        const before = rows.get(id);
        const expected = before === undefined ? 'LOT_NOT_FOUND' : keep(rows, copyOf(before, fields));
        return [outcomeOf(ctx.state(Lot).update(keyOf(id), fields)), expected];
    }),
    row.map((lot): Step => (ctx, rows) => {
        const { farm: _farm, number: id, ...fields } = lot;
        const expected = keep(rows, copyOf(rows.get(id) ?? lot, fields));
        return [outcomeOf(ctx.state(Lot).upsert(keyOf(id), fields)), expected];
    }),
    number.map((id): Step => (ctx, rows) => {
        const expected = rows.get(id) ?? 'LOT_NOT_FOUND';
        rows.delete(id);
        return [outcomeOf(ctx.state(Lot).delete(keyOf(id))), expected];
    }),
    number.map((id): Step => (ctx, rows) => [
        Promise.all([ctx.state(Lot).get(keyOf(id)), ctx.state(Lot).exists(keyOf(id))]),
        [rows.get(id), rows.has(id)],
    ]),
    fc.constant<Step>((ctx, rows) => [ctx.state(Lot).find().take(100), byKey(rows)]),
    fc.tuple(number, number).map(([from, to]): Step => (ctx, rows) => [
        ctx
            .state(Lot)
            .find({ farm: 'f1', number: { gt: from, lte: to } })
            .take(100),
        byKey(rows).filter((lot) => lot.number > from && lot.number <= to),
    ]),
    fc
        .constantFrom(...HOLDERS)
        .map((holder): Step => (ctx, rows) => [
            ctx.state(Lot).findBy('byHolder', { holder, state: 'ripe' }).take(100),
            sorted(rows.values(), (left, right) => right.harvested.getTime() - left.harvested.getTime()).filter(
                (lot) => lot.holder === holder && lot.state === 'ripe',
            ),
        ]),
    fc.constant<Step>((ctx, rows) => {
        const graded = Array.from(rows.values()).filter(({ grade }) => grade !== undefined);
        const expected = sorted(graded, (left, right) => (left.grade ?? 0) - (right.grade ?? 0));
        return [ctx.state(Lot).findBy('byGrade').take(100), expected];
    }),
    fc.nat(NUMBERS).map((seal): Step => (ctx, rows) => [
        ctx
            .state(Lot)
            .findBy('bySeal', { seal: `s${seal}` })
            .take(100),
        Array.from(rows.values()).filter((lot) => lot.seal === `s${seal}`),
    ]),
);

async function runInTurn(ctx: Context, steps: readonly Step[], rows: Map<number, Lot>): Promise<void> {
    for (const step of steps) await runAtOnce(ctx, [step], rows);
}

/** All calls come before the first answer; what the Map says is copied, as later calls change it. */
async function runAtOnce(ctx: Context, steps: readonly Step[], rows: Map<number, Lot>): Promise<void> {
    const calls = steps.map((step) => step(ctx, rows));
    const answers = await Promise.all(calls.map(([actual]) => actual));
    for (const [index, answer] of answers.entries()) expect(answer).toEqual(calls[index]?.[1]);
}

describe('a transaction', () => {
    it('state promise 4: sees its own writes in every read, in the order of the calls, and commits what a Map has then', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.array(steps, { maxLength: 20 }), { maxLength: 3 }),
                fc.constantFrom('2.5' as const, '3.1' as const),
                fc.boolean(),
                async (transactions, version, atOnce) => {
                    await using peer = new ScriptedLedger({ version });
                    const rows = new Map<number, Lot>();
                    for (const transaction of transactions)
                        await peer.run((ctx) => (atOnce ? runAtOnce : runInTurn)(ctx, transaction, rows));
                    expect(await peer.look((ctx) => ctx.state(Lot).find().take(100))).toEqual(byKey(rows));
                    const entries = peer.committed().filter(([key]) => key.startsWith('\u0000lot.'));
                    const graded = Array.from(rows.values()).filter(({ grade }) => grade !== undefined);
                    expect(entries).toHaveLength(2 * rows.size + graded.length);
                },
            ),
            { numRuns: 100 },
        );
    });
});
