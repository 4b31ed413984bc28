import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Lot, lotOf, Plot, Ticket } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';
import type { UpgradeOptions, UpgradeProgress } from './entity-state';

let peer: ScriptedLedger;
beforeEach(async () => {
    peer = new ScriptedLedger();
    await peer.run((ctx) => Promise.all([1, 2, 3].map((number) => ctx.state(Lot).create(lotOf(number, { grade: 1 })))));
});
afterEach(() => peer.close());

function upgrade(options?: UpgradeOptions): Promise<UpgradeProgress> {
    return peer.run((ctx) => ctx.state(Lot).upgrade(options));
}

/** Upgrades to the end; answers what each call has written. */
async function upgradeAll(limit: number): Promise<number[]> {
    const upgraded: number[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
        const progress: UpgradeProgress = await upgrade({ after, limit });
        upgraded.push(progress.upgraded);
        after = progress.next;
    }
    return upgraded;
}

const state = (): Map<string, Buffer> => peer.state.get('') ?? new Map<string, Buffer>();
const keyOf = (number: number): string => `\u0000lot\u0000f1\u0000p1${number}\u0000`;

describe('an upgrade', () => {
    it('writes nothing where all is in its place', async () => {
        expect(await upgrade()).toEqual({ upgraded: 0 });
        expect(peer.writes).toEqual([]);
    });

    it('state promise 11: rewrites rows of another form, writes missing entries, and deletes those without a row', async () => {
        const before = peer.committed();
        // As code wrote it that knew neither the index nor the order of the members.
        const { seal, grade, ...others } = lotOf(1, { grade: 1 });
        peer.put(keyOf(1), JSON.stringify({ seal, more: [1, { a: 12345678901234 }], ...others, grade }));
        state().delete('\u0000lot.byGrade\u0000p11\u0000f1\u0000p12\u0000');
        peer.put('\u0000lot.byGrade\u0000p19\u0000f1\u0000p13\u0000', '\u0000');
        peer.put('\u0000lot.bySeal\u0000gone\u0000', '{"key":["f1","p19"]}');
        const written = await upgradeAll(2);
        expect(written.reduce((sum, count) => sum + count, 0)).toBe(3);
        expect(peer.committed().filter(([key]) => key !== keyOf(1))).toEqual(
            before.filter(([key]) => key !== keyOf(1)),
        );
        expect(await upgradeAll(100)).toEqual([0]);
    });

    it('leaves a unique entry alone that CouchDB has written in its own way', async () => {
        await peer.run((ctx) => ctx.state(Plot).create({ id: '<1>', seal: 'one' }));
        peer.put('\u0000plot.bySeal\u0000one\u0000', '{"key":["\\u003c1\\u003e"]}');
        expect(await peer.run((ctx) => ctx.state(Plot).upgrade())).toEqual({ upgraded: 0 });
    });

    it('reports what an index of hand-written code has without a row, and deletes it only where it is told to', async () => {
        const stale = '\u0000color~name\u0000green\u0000t2\u0000';
        // Of other rows, that stand under `bike-7`, in the same index: hand-written code may share one.
        const other = '\u0000color~name\u0000red\u00007\u0000';
        await peer.run((ctx) => ctx.state(Ticket).create({ id: 't1', color: 'blue' }));
        for (const key of [stale, other]) peer.put(key, '\u0000');
        peer.put('bike-7', '{"docType":"bike"}');
        peer.put('\u0000color~name\u0000red\u0000t1\u0000', '\u0000'); // stale, and of a row that is there
        const progress = { upgraded: 1, orphans: [stale, other] };
        expect(await peer.run((ctx) => ctx.state(Ticket).upgrade())).toEqual(progress);
        expect([state().has(stale), state().has(other)]).toEqual([true, true]);
        const some = await peer.run((ctx) => ctx.state(Ticket).upgrade({ limit: 4, orphans: 'report' }));
        expect(some).toMatchObject({ upgraded: 0, orphans: [stale], next: expect.any(String) });
        expect(await peer.run((ctx) => ctx.state(Ticket).upgrade({ orphans: 'delete' }))).toEqual({ upgraded: 2 });
        expect([state().has(stale), state().has(other)]).toEqual([false, false]);
    });

    it('goes on where it ended, some rows and entries at a time', async () => {
        // 3 rows, then 3 entries of each of three indexes.
        expect(await upgradeAll(5)).toHaveLength(3);
        expect(await upgradeAll(1)).toHaveLength(13);
    });

    it('refuses what no call has answered, and limits that cannot be', async () => {
        const refusal = async (options: UpgradeOptions): Promise<string> => {
            const { status, message } = await peer.attempt((ctx) => ctx.state(Lot).upgrade(options));
            return `${status} ${message}`;
        };
        expect(await refusal({ after: 'MDp4' })).toMatch(/^400 BAD_BOOKMARK/);
        expect(await refusal({ after: Buffer.from('9:\u0000lot\u0000').toString('base64url') })).toMatch(
            /^400 BAD_BOOKMARK/,
        );
        expect(await refusal({ orphans: 'keep' as 'report' })).toMatch(
            /^500 STATE_MISUSE: upgrade of lot: orphans must be 'report' or 'delete', not "keep"/,
        );
        expect(await refusal({ limit: 0 })).toMatch(/^500 STATE_MISUSE: upgrade of lot: the limit must be from 1 to/);
    });

    it('refuses two rows with one value of a unique index, and frees a value whose row is gone', async () => {
        peer.put(keyOf(2), JSON.stringify(lotOf(2, { seal: 'seal 1' })));
        const { status, message } = await peer.attempt((ctx) => ctx.state(Lot).upgrade());
        expect([status, message]).toEqual([
            409,
            'LOT_EXISTS: lot(f1, 2) has the same seal as lot(f1, 1): change or delete one of them, and upgrade again',
        ]);
        state().delete(keyOf(1));
        await upgradeAll(100);
        expect(await peer.look((ctx) => ctx.state(Lot).findBy('bySeal').take(5))).toEqual([
            lotOf(2, { seal: 'seal 1' }),
            lotOf(3, { grade: 1 }),
        ]);
    });
});
