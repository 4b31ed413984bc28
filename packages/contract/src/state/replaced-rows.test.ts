import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, StateOf } from '..';
import { Balance, Copy, Coupon, Draft, Lot, lotOf, Terms, Ticket } from '../testing/lots';
import { ScriptedLedger } from '../testing/run-script';

let peer: ScriptedLedger;
beforeEach(() => {
    peer = new ScriptedLedger();
});
afterEach(() => peer.close());

async function refusalOf(run: (ctx: Context) => Promise<unknown>): Promise<string> {
    const { status, message } = await peer.attempt(run);
    return `${status} ${message}`;
}

const ann = '\u0000balance\u0000ann\u0000';
const putAnn = (ctx: Context): Promise<unknown> => ctx.state(Balance).put({ owner: 'ann', amount: 1n });
const BLIND = { blind: true } as const;

describe('what is there, and put does not know', () => {
    it('state promise 21: of a later version is refused', async () => {
        const later = '{"@v":2,"amount":"10","limit":"5","owner":"ann"}';
        peer.put(ann, later);
        expect(await refusalOf(putAnn)).toBe(
            '500 STATE_NEWER: balance(ann) was written by version 2; this code knows 1',
        );
        expect(peer.committed()).toEqual([[ann, later]]);
    });

    it('state promise 21: of no row is refused', async () => {
        peer.put(ann, 'some text');
        expect(await refusalOf(putAnn)).toMatch(/^500 INVALID_STATE: balance\(ann\) cannot be read: it is not JSON/);
        expect(peer.committed()).toEqual([[ann, 'some text']]);
    });

    it('state promise 21: of another entity is refused, and both are named', async () => {
        await peer.run((ctx) => ctx.state(Ticket).create({ id: 'x1', color: 'blue' }));
        const before = peer.committed();
        const found = 'a row of Ticket: its docType is "ticket", not "coupon"';
        const coupons = (ctx: Context): StateOf<typeof Coupon> => ctx.state(Coupon);
        const kept = `500 INVALID_STATE: coupon(x1) cannot be read: it is ${found}`;
        expect(await refusalOf((ctx) => coupons(ctx).put({ id: 'x1', value: 5 }))).toBe(kept);
        expect(await refusalOf((ctx) => coupons(ctx).get('x1'))).toBe(kept);
        expect(await refusalOf((ctx) => coupons(ctx).upsert('x1', { value: 5 }))).toBe(kept);
        expect(await refusalOf((ctx) => coupons(ctx).delete('x1'))).toBe(kept);
        expect(await refusalOf((ctx) => coupons(ctx).create({ id: 'x1', value: 5 }))).toBe(
            `409 COUPON_EXISTS: the key of coupon(x1) is taken by ${found}`,
        );
        expect(peer.committed()).toEqual(before);
    });

    it('state promise 21: of another entity in the same transaction is refused', async () => {
        const refusal = await refusalOf(async (ctx) => {
            await ctx.state(Coupon).put({ id: 'x1', value: 5 });
            await ctx.state(Ticket).put({ id: 'x1', color: 'blue' });
        });
        expect(refusal).toContain('INVALID_STATE: ticket(x1) cannot be read: it is a row of Coupon');
        expect(peer.writes).toEqual([]);
    });

    it('state promise 21: as create meets it without JSON, exists', async () => {
        peer.put('x1', '\u0000');
        expect(await refusalOf((ctx) => ctx.state(Coupon).create({ id: 'x1', value: 5 }))).toBe(
            '409 COUPON_EXISTS: coupon(x1) exists already',
        );
    });
});

describe('a blind put', () => {
    it('reads nothing, and writes over whatever is there', async () => {
        peer.put(ann, '{"@v":2}');
        await peer.run((ctx) => ctx.state(Balance).put({ owner: 'ann', amount: 1n }, BLIND));
        expect(peer.asked).toEqual(['putState']);
        expect(peer.committed()).toEqual([[ann, '{"amount":"1","owner":"ann"}']]);
        await peer.run((ctx) => ctx.state(Terms).put({ farm: 'f1', number: 1, buyer: 'b', price: 1n }));
    });

    it('state promise 21: is refused where it would lose an entry, or a row of others', async () => {
        expect(await refusalOf((ctx) => ctx.state(Lot).put(lotOf(1), BLIND))).toBe(
            '500 STATE_MISUSE: a blind put of lot, which has indexes: the entries of the row that is there are known of that row alone: put it without `blind`',
        );
        expect(await refusalOf((ctx) => ctx.state(Coupon).put({ id: 'x1', value: 5 }, BLIND))).toBe(
            '500 STATE_MISUSE: a blind put of coupon, whose `keys` are no composite keys: other rows may stand under them: put it without `blind`',
        );
    });
});

describe('a further collection', () => {
    it('state promise 21: is refused where rows of two entities could meet in it', async () => {
        const fix =
            "and only their collections keep the two apart: give the rows of both a tag, such as `tag: { docType: '";
        expect(await refusalOf((ctx) => ctx.state(Draft).in('copies').put({ id: 'c1' }))).toBe(
            `500 STATE_MISUSE: in of draft: Copy may have the same keys, such as "c", ${fix}draft' }\``,
        );
        expect(await refusalOf((ctx) => ctx.state(Copy).in('others').put({ id: '1' }))).toBe(
            `500 STATE_MISUSE: in of copy: Draft may have the same keys, such as "c", ${fix}copy' }\``,
        );
        await peer.run((ctx) => ctx.state(Draft).in('drafts').put({ id: 'd1' }));
        expect(peer.committed('drafts')).toEqual([['d1', '{"id":"d1"}']]);
    });
});

describe('an index that hand-written code keeps', () => {
    it('state promise 21: keeps its values, and its entries of rows of others, behind an upgrade', async () => {
        await peer.run((ctx) => ctx.state(Coupon).create({ id: 'c1', value: 5 }));
        peer.put('t1', '{"color":"blue","docType":"ticket","id":"t1"}');
        const entries: [string, string][] = [
            ['\u0000color~name\u0000blue\u0000t1\u0000', '{"seen":true}'],
            ['\u0000color~name\u0000red\u0000c1\u0000', '\u0000'],
        ];
        for (const [key, value] of entries) peer.put(key, value);
        peer.put('\u0000color~name\u0000red\u0000t1\u0000', '\u0000'); // stale
        await peer.run((ctx) => ctx.state(Ticket).upgrade());
        expect(peer.committed().filter(([key]) => key.startsWith('\u0000'))).toEqual(entries);
    });
});
