import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Context, type Page } from '..';
import { Lot, lotOf, Plot } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';

let peer: ScriptedLedger;
afterEach(() => peer.close());

async function ledgerOf(rows: number, options?: ConstructorParameters<typeof ScriptedLedger>[0]): Promise<void> {
    peer = new ScriptedLedger(options);
    await peer.run(async (ctx) => {
        for (let number = 0; number < rows; number += 1)
            await ctx.state(Lot).create(lotOf(number, { holder: number % 5 === 0 ? 'bob' : 'ann' }));
    });
}

type Ask = (ctx: Context, size: number, bookmark: string) => Promise<Page<Lot>>;
const byKey: Ask = (ctx, size, bookmark) => ctx.state(Lot).find({ farm: 'f1' }).page(size, bookmark);
const byIndex: Ask = (ctx, size, bookmark) =>
    ctx.state(Lot).findBy('byHolder', { holder: 'ann', state: 'ripe' }).page(size, bookmark);

/** All pages, each of a transaction of its own. */
async function pagesOf(ask: Ask, size: number): Promise<number[][]> {
    const pages: number[][] = [];
    let bookmark: string | undefined = '';
    while (bookmark !== undefined) {
        const at: string = bookmark;
        const page: Page<Lot> = await peer.look((ctx) => ask(ctx, size, at));
        pages.push(page.rows.map(({ number }) => number));
        bookmark = page.next;
    }
    return pages;
}

/** Which sizes the pages are to have. */
function sizesOf(rows: number, size: number): number[] {
    if (rows === 0) return [0];
    return Array.from({ length: Math.ceil(rows / size) }, (_, page) => Math.min(size, rows - page * size));
}

describe('pages', () => {
    it.each([
        [0, 7],
        [1, 1],
        [1, 7],
        [100, 7],
        [100, 100],
        [101, 1],
        [101, 100],
        [101, 1_000],
    ])('state promise 9: of %i rows, %i at once', async (rows, size) => {
        for (const endsWithKey of [false, true]) {
            await ledgerOf(rows, { endsWithKey });
            const scan = await peer.look(async (ctx) =>
                (await ctx.state(Lot).find().take(1_000)).map((row) => row.number),
            );
            const pages = await pagesOf(byKey, size);
            expect(pages.flat()).toEqual(scan);
            expect(pages.map(({ length }) => length)).toEqual(sizesOf(rows, size));
            const expected = await peer.look((ctx) => ctx.state(Lot).findBy('byHolder', { holder: 'ann' }).take(1_000));
            const found = await pagesOf(byIndex, size);
            expect(found.flat()).toEqual(expected.map((row) => row.number));
            expect(found.map(({ length }) => length)).toEqual(sizesOf(expected.length, size));
            await peer.close();
        }
    });

    it('state promise 9: of a range that no value is in are empty, and ask for nothing', async () => {
        await ledgerOf(3);
        const nothing = { farm: 'f1', number: { gt: 5, lt: 2 } };
        const page = await peer.look((ctx) => ctx.state(Lot).find(nothing).page(10));
        expect([page.rows, page.next, peer.asked]).toEqual([[], undefined, []]);
    });

    it('state promise 9: are whole where the peer cuts them', async () => {
        await ledgerOf(250, { totalQueryLimit: 30 });
        expect((await pagesOf(byKey, 100)).map(({ length }) => length)).toEqual([100, 100, 50]);
    });
});

describe('a bookmark', () => {
    it.each([
        ['cut', (next: string) => next.slice(0, -3)],
        ['of another alphabet', (next: string) => `${next}+/`],
        ['no base64url', () => '!'],
        ['no UTF-8', () => Buffer.from([0xff, 0xfe]).toString('base64url')],
        ['a key in front of the range', () => Buffer.from('\u0000lot\u0000f0\u0000').toString('base64url')],
        ['a key behind the range', () => Buffer.from('\u0000lot\u0000f2\u0000').toString('base64url')],
        ['a key of another kind', () => Buffer.from('a1').toString('base64url')],
    ])('state promise 10: that is %s is refused', async (_, spoil) => {
        await ledgerOf(10);
        const { next = '' } = await peer.look((ctx) => byKey(ctx, 3, ''));
        const { status, message } = await peer.attempt((ctx) => byKey(ctx, 3, spoil(next)), 'look');
        expect([status, message]).toEqual([400, expect.stringMatching(/^BAD_BOOKMARK: /)]);
    });

    it('state promise 10: whatever is made of it shows no row that the query does not choose', async () => {
        await ledgerOf(20);
        const { next = '' } = await peer.look((ctx) => byIndex(ctx, 3, ''));
        const genuine = Buffer.from(next, 'base64url');
        const mutated = fc
            .record({
                at: fc.nat(genuine.length - 1),
                byte: fc.nat(255),
                cut: fc.nat(genuine.length),
                keep: fc.boolean(),
            })
            .map(({ at, byte, cut, keep }) => {
                const bytes = Buffer.from(genuine);
                bytes[at] = byte;
                return (keep ? bytes : bytes.subarray(0, cut)).toString('base64url');
            });
        const seen: Lot[] = [];
        await peer.look(async (ctx) => {
            for (const bookmark of fc.sample(mutated, { numRuns: 10_000, seed: 7 })) {
                const page = await byIndex(ctx, 1, bookmark).catch(() => undefined);
                seen.push(...(page?.rows ?? []));
            }
        });
        expect(seen.length).toBeGreaterThan(100);
        expect(seen.filter(({ holder, state }) => holder !== 'ann' || state !== 'ripe')).toEqual([]);
    });
});

describe('a rich query', () => {
    it.each([
        ['a member', { seal: undefined }, 'selector.seal'],
        ['a member of an operator', { $or: [{ seal: 'a' }, { id: { $gt: undefined } }] }, 'selector.$or.1.id.$gt'],
    ])(
        'state promise 19: is refused with %s that a client left out, for it would choose all rows',
        async (_what, selector, path) => {
            peer = new ScriptedLedger();
            const { status, message } = await peer.attempt((ctx) => ctx.state(Plot).rich({ selector }).take(1), 'look');
            expect(`${status} ${message}`).toBe(
                `500 STATE_MISUSE: ${path} of a rich query of plot is undefined: give it a value, or leave it out of the selector`,
            );
        },
    );
});
