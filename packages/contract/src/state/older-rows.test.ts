import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Context } from '..';
import { Deed, Plot } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';

let peer: ScriptedLedger;
beforeEach(() => {
    peer = new ScriptedLedger();
});
afterEach(() => peer.close());

type Names = Readonly<Record<'owner' | 'seal', string>>;

/** The entries of a deed: older code had the size as a text. */
function entriesOf(id: string, { owner, seal }: Names, size: string): [string, string][] {
    return [
        [`\u0000deed.byOwner\u0000${owner}\u0000${id}\u0000`, '{}'],
        [`\u0000deed.bySeal\u0000${seal}\u0000`, `{"key":["${id}"]}`],
        [`\u0000deed.bySize\u0000${size}\u0000${id}\u0000`, '{}'],
    ];
}

const newEntriesOf = (id: string, names: Names): [string, string][] => entriesOf(id, names, 'p17');

/** Writes a deed as code of the first version did, with its entries. */
function seed(id: string, names: Names): void {
    const row = JSON.stringify({ id, ...names, size: '7' });
    for (const [key, value] of [[`\u0000deed\u0000${id}\u0000`, row] as const, ...entriesOf(id, names, '7')])
        peer.put(key, value);
}

const entries = (): [string, string][] => peer.committed().filter(([key]) => key.startsWith('\u0000deed.'));
const ANN = { owner: 'Ann', seal: 'One' };
const SMALL = { owner: 'ann', seal: 'one' };
const deed = (id: string, names: Names): Pick<Deed, 'id' | 'owner' | 'seal' | 'size'> => ({ id, ...names, size: 7 });

describe('a row that older code has written', () => {
    const changes: readonly [string, (ctx: Context) => Promise<unknown>, Names][] = [
        ['update of another field', (ctx) => ctx.state(Deed).update('d1', { note: 'x' }), SMALL],
        ['update that moves it', (ctx) => ctx.state(Deed).update('d1', { owner: 'bob' }), { ...SMALL, owner: 'bob' }],
        ['upsert', (ctx) => ctx.state(Deed).upsert('d1', { seal: 'two' }), { ...SMALL, seal: 'two' }],
        ['put', (ctx) => ctx.state(Deed).put(deed('d1', { owner: 'bob', seal: 'one' })), { owner: 'bob', seal: 'one' }],
    ];

    it.each(changes)(
        'state promise 11: has the entries of its present form behind an %s',
        async (_what, run, names) => {
            seed('d1', ANN);
            await peer.run(run);
            expect(entries()).toEqual(newEntriesOf('d1', names));
        },
    );

    it('state promise 11: has no entries behind its delete', async () => {
        seed('d1', ANN);
        await peer.run((ctx) => ctx.state(Deed).delete('d1'));
        expect(peer.committed()).toEqual([]);
    });

    it('takes no entry away that is of another row by now', async () => {
        seed('d1', ANN);
        // As code wrote it that did not hold the index, or meant something else by the field.
        peer.put('\u0000deed.bySeal\u0000One\u0000', '{"key":["d2"]}');
        peer.put('\u0000deed\u0000d2\u0000', JSON.stringify({ '@v': 2, ...deed('d2', { owner: 'bob', seal: 'One' }) }));
        await peer.run((ctx) => ctx.state(Deed).update('d1', { note: 'x' }));
        await peer.run((ctx) => ctx.state(Deed).delete('d1'));
        expect(await peer.look((ctx) => ctx.state(Deed).findBy('bySeal', { seal: 'One' }).take(2))).toEqual([
            expect.objectContaining({ id: 'd2' }),
        ]);
    });

    it('state promise 11: is brought forward with its entries by an upgrade, which says which rows collide', async () => {
        seed('d1', ANN);
        seed('d2', { owner: 'bob', seal: 'ONE' });
        const { status, message } = await peer.attempt((ctx) => ctx.state(Deed).upgrade());
        expect(`${status} ${message}`).toBe(
            '409 DEED_EXISTS: deed(d2) has the same seal as deed(d1): change or delete one of them, and upgrade again',
        );
        await peer.run((ctx) => ctx.state(Deed).update('d2', { seal: 'two' }));
        await peer.run((ctx) => ctx.state(Deed).upgrade());
        const expected = [...newEntriesOf('d1', SMALL), ...newEntriesOf('d2', { owner: 'bob', seal: 'two' })];
        expect(entries()).toEqual(expected.sort(([left], [right]) => (left < right ? -1 : 1)));
    });

    it('state promise 11: leaves no entry behind and lacks none, whatever is done in whatever order', async () => {
        const id = fc.constantFrom('d1', 'd2', 'd3');
        const name = fc.constantFrom('Ann', 'ann', 'Bob');
        const names = fc.record({ owner: name, seal: fc.constantFrom('S1', 's1', 'S2', 's2', 'S3') });
        type Step = (ctx: Context) => Promise<unknown>;
        const step: fc.Arbitrary<Step> = fc.oneof(
            fc.tuple(id, names).map(
                ([at, of]): Step =>
                    (ctx) =>
                        ctx.state(Deed).put(deed(at, of)),
            ),
            fc.tuple(id, names).map(
                ([at, { owner }]): Step =>
                    (ctx) =>
                        ctx.state(Deed).update(at, { owner }),
            ),
            fc.tuple(id, names).map(
                ([at, { seal }]): Step =>
                    (ctx) =>
                        ctx.state(Deed).update(at, { seal }),
            ),
            id.map(
                (at): Step =>
                    (ctx) =>
                        ctx.state(Deed).update(at, { note: 'x' }),
            ),
            id.map(
                (at): Step =>
                    (ctx) =>
                        ctx.state(Deed).delete(at),
            ),
        );
        const older = fc.array(fc.tuple(id, names), { maxLength: 3 });
        await fc.assert(
            fc.asyncProperty(
                older,
                fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 4 }),
                async (rows, runs) => {
                    peer.state.get('')?.clear();
                    for (const [at, of] of uniqueRows(rows)) seed(at, of);
                    // What a unique index refuses, and what is not there, leaves the ledger as it was.
                    for (const steps of runs)
                        await peer.attempt(async (ctx) => {
                            for (const run of steps) await run(ctx);
                        });
                    expect(entries()).toEqual(entriesOfRows());
                },
            ),
            { numRuns: 200 },
        );
    });
});

describe('a row that is older than a unique index', () => {
    const changes: readonly [string, (ctx: Context) => Promise<unknown>][] = [
        ['update', (ctx) => ctx.state(Plot).update('p1', { seal: 'two' })],
        ['put', (ctx) => ctx.state(Plot).put({ id: 'p1', seal: 'two' })],
        ['delete', (ctx) => ctx.state(Plot).delete('p1')],
    ];

    it.each(changes)('state promise 11: takes no entry of another row away by %s', async (_what, run) => {
        peer.put('\u0000plot\u0000p1\u0000', '{"id":"p1","seal":"one"}');
        await peer.run((ctx) => ctx.state(Plot).create({ id: 'p2', seal: 'one' }));
        await peer.run(run);
        expect(peer.committed()).toContainEqual(['\u0000plot.bySeal\u0000one\u0000', '{"key":["p2"]}']);
    });
});

/** One row of each id and each seal, as a unique index of older code left them. */
function uniqueRows(rows: readonly (readonly [string, Names])[]): (readonly [string, Names])[] {
    return rows.filter(
        ([id, { seal }], index) => !rows.slice(0, index).some(([at, of]) => at === id || of.seal === seal),
    );
}

/** The entries that the rows of the ledger are to have, each by the version that wrote it. */
function entriesOfRows(): [string, string][] {
    const rows = peer.committed().filter(([key]) => key.startsWith('\u0000deed\u0000'));
    const all = rows.flatMap(([, text]) => {
        const { id, owner, seal, size } = JSON.parse(text) as Names & { readonly id: string; readonly size: unknown };
        return entriesOf(id, { owner, seal }, typeof size === 'string' ? size : 'p17');
    });
    return all.sort(([left], [right]) => (left < right ? -1 : 1));
}
