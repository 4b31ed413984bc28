import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestNetwork } from './index';
import {
    COST_VARIABLE,
    costsOf,
    growths,
    load,
    loadText,
    meetingPairs,
    readSamples,
    snapshotOf,
    snapshotText,
    type TransactionSample,
    warningsOf,
} from './work';

/** A total in each transaction, and lots that few meet at. */
class Shop extends Contract {
    @Transaction()
    async buy(ctx: Context, id: string): Promise<number> {
        const total = Number((await ctx.stub.getState('total')).toString() || '0') + 1;
        await ctx.stub.putState('total', Buffer.from(String(total)));
        await ctx.stub.putState(id, Buffer.from('x'));
        ctx.stub.setEvent('Bought', Buffer.from(id));
        return total;
    }

    @Transaction()
    async bid(ctx: Context, lot: string, amount: number): Promise<void> {
        const key = ctx.stub.createCompositeKey('lot', [lot]);
        const highest = Number((await ctx.stub.getState(key)).toString() || '0');
        if (amount <= highest) throw new ContractError('LOW', `more than ${highest}`, { status: 409 });
        await ctx.stub.putState(key, Buffer.from(String(amount)));
    }

    @Transaction()
    async close(ctx: Context, lot: string): Promise<void> {
        const key = ctx.stub.createCompositeKey('lot', [lot]);
        await ctx.stub.getState(key);
        await ctx.stub.putState(key, Buffer.from('1000000'));
    }

    @Transaction()
    async counted(ctx: Context): Promise<void> {
        let rows = 0;
        for await (const _row of ctx.stub.getStateByRange('', '')) rows += 1;
        await ctx.stub.putState('rows', Buffer.from(String(rows)));
        await ctx.stub.getState('rows');
    }

    @Transaction()
    async announce(ctx: Context, size: number): Promise<void> {
        ctx.stub.setEvent('Snapshot', Buffer.alloc(size, 'x'));
        await ctx.stub.putState('announced', Buffer.from('yes'));
    }
}

let folder: string;

beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cost-'));
    process.env[COST_VARIABLE] = folder;
});

afterEach(async () => {
    Reflect.deleteProperty(process.env, COST_VARIABLE);
    await rm(folder, { recursive: true });
});

/** What calls leave in the folder. */
async function samplesOf(
    calls: (net: TestNetwork<{ contracts: readonly [typeof Shop] }>) => Promise<unknown>,
): Promise<TransactionSample[]> {
    const net = await TestNetwork.start({ contracts: [Shop] as const, traps: 'off', perturb: false });
    try {
        await calls(net);
    } finally {
        await net.close();
    }
    return await readSamples(folder);
}

describe('what transactions cost', () => {
    it('is counted in reads, writes, requests and bytes', async () => {
        const samples = await samplesOf(async (net) => {
            await net.as('ann').submit('buy', 'one');
            await net.as('ann').submit('bid', 'a', 7);
        });
        const [bid, buy] = costsOf(samples);
        expect(bid).toMatchObject({ transaction: 'bid', calls: 1 });
        expect(bid?.measures).toMatchObject({ reads: [1, 1], writes: [1, 1], ranges: [0, 0], eventBytes: [0, 0] });
        expect(bid?.measures.wroteBytes).toEqual([Buffer.byteLength('\u0000lot\u0000a\u0000') + 1, 8]);
        // The read and two writes, each of which the contract waits for.
        expect(buy?.measures.roundTrips).toEqual([3, 3]);
        expect(buy?.measures).toMatchObject({ writes: [2, 2], eventBytes: [3, 3], resultBytes: [1, 1] });
    });

    it('proof promise 13: gives the same bytes of the same calls, and what has grown beyond the tolerance', async () => {
        const calls = async (net: TestNetwork<{ contracts: readonly [typeof Shop] }>): Promise<void> => {
            await net.as('ann').submit('buy', 'one');
            await net.as('ann').submit('buy', 'three');
        };
        const first = snapshotOf(costsOf(await samplesOf(calls)));
        const text = snapshotText(first);
        expect(text.split('\n')).toHaveLength(4);
        const both = await samplesOf(calls); // those of the first time are there as well
        expect(snapshotText(snapshotOf(costsOf(both)))).toBe(text);
        const buy = first['buy'];
        if (buy === undefined) throw new Error('nothing was bought');
        const more = { buy: { ...buy, writes: [3, 3] as const } };
        expect(growths(first, more)).toEqual([
            { transaction: 'buy', measure: 'writes', of: 'median', before: 2, now: 3 },
            { transaction: 'buy', measure: 'writes', of: 'most', before: 2, now: 3 },
        ]);
        const [hundred, edge, beyond] = [100, 105, 106].map((bytes) => ({
            buy: { ...buy, wroteBytes: [bytes, bytes] as const },
        }));
        expect(growths(hundred ?? {}, edge ?? {}, 0.05)).toEqual([]);
        expect(growths(hundred ?? {}, beyond ?? {}, 0.05)).toHaveLength(2);
        expect(growths(beyond ?? {}, hundred ?? {})).toEqual([]);
    });

    it('names the hot key of a transaction that ran once (56), and which can meet', async () => {
        const samples = await samplesOf(async (net) => {
            await net.as('ann').submit('buy', 't');
            await net.as('ann').submit('bid', 'a', 7);
            await net.as('ann').submit('close', 'a');
        });
        expect(warningsOf(samples)).toEqual([expect.stringContaining('hot key total: each call reads and writes it')]);
        expect(meetingPairs(samples)).toEqual([
            { pattern: 'lot(*)', reader: 'bid', writer: 'bid' },
            { pattern: 'lot(*)', reader: 'bid', writer: 'close' },
            { pattern: 'lot(*)', reader: 'close', writer: 'bid' },
            { pattern: 'lot(*)', reader: 'close', writer: 'close' },
            { pattern: 'total', reader: 'buy', writer: 'buy' },
        ]);
    });

    it('warns of ranges over everything (54), of a read after a write (37), and of large events (62)', async () => {
        const samples = await samplesOf(async (net) => {
            await net.as('ann').submit('counted');
            await net.as('ann').submit('announce', 200_000);
        });
        expect(warningsOf(samples)).toEqual([
            expect.stringContaining('hot key rows'),
            expect.stringContaining('announce sets an event of more than 100 kB'),
            expect.stringContaining('counted reads a key that it has written'),
            expect.stringContaining("counted reads all keys, ('', '')"),
        ]);
    });
});

describe('proof promise 14: a load', () => {
    it('names the hot key, both transactions, and the exact count that the blocks give', async () => {
        const report = await load(
            { contracts: [Shop] },
            { calls: 100, block: 10, scenario: (n) => ({ transaction: 'buy', args: [`order${n}`] }) },
        );
        expect(report).toMatchObject({ submitted: 100, statuses: { VALID: 10, MVCC_READ_CONFLICT: 90 } });
        expect(report.hotKeys).toEqual([
            { key: 'total', writers: ['buy'], lost: 90, because: [{ lost: 'buy', after: 'buy', count: 90 }] },
        ]);
        expect(report.conflictShare).toBe(0.9);
        expect(loadText(report)).toContain('submitted 100, VALID 10, MVCC_READ_CONFLICT 90, PHANTOM_READ_CONFLICT 0');
        expect(loadText(report)).toContain('remedy for total: for a sum declare a counter() of typed state');
    });

    it('tells transactions apart that meet at one key, and its sums are what was submitted', async () => {
        const report = await load(
            { contracts: [Shop] },
            {
                calls: 60,
                block: 6,
                clients: 6,
                scenario: (n) =>
                    n % 6 === 0 ? { transaction: 'close', args: ['a'] } : { transaction: 'buy', args: [`order${n}`] },
            },
        );
        const sum = Object.values(report.statuses).reduce((all, count) => all + count, 0);
        expect(sum).toBe(report.submitted);
        const lost = report.hotKeys.reduce((all, one) => all + one.lost, 0);
        expect(lost).toBe(report.statuses['MVCC_READ_CONFLICT']);
        expect(report.hotKeys).toEqual([
            { key: 'total', writers: ['buy'], lost: 40, because: [{ lost: 'buy', after: 'buy', count: 40 }] },
        ]);
    });

    it('makes calls of the types where there is no scenario', async () => {
        const report = await load({ contracts: [Shop] }, { calls: 60, seed: 3, except: ['announce'] });
        const sum = Object.values(report.statuses).reduce((all, count) => all + count, 0);
        expect(sum).toBe(report.submitted);
        expect(report.submitted).toBeGreaterThan(10);
        const again = await load({ contracts: [Shop] }, { calls: 60, seed: 3, except: ['announce'] });
        expect({ ...again, milliseconds: undefined }).toEqual({ ...report, milliseconds: undefined });
    });
});
