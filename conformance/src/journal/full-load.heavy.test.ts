import { join } from 'node:path';
import { readJournal } from '@heddle/journal';
import type { LocalPeer } from '@heddle/local-peer';
import { describe, expect, it, jest } from '@jest/globals';
import { loadChaincode } from './load-chaincode';
import { RecordedNetwork } from './recorded-network';
import { countsOf, replayed } from './replay-counts';

// Heavy: as many transactions as the machine runs in some seconds. HEDDLE_LOAD says how many; the figure of the
// specification is 100,000.
jest.setTimeout(1_800_000);

const TRANSACTIONS = Number(process.env['HEDDLE_LOAD'] ?? 3_000);
const CUTS = 10;
const SIDE_BY_SIDE = 64;
const ANSWERED: ReadonlySet<string> = new Set(['completed', 'timed out']);
/** One of so many never comes back. */
const TIMED_OUT = 100;

/** Calls until it has made its part of the calls; what a cut stream takes along is not asked for again. */
async function callOn(peer: LocalPeer, count: number): Promise<void> {
    let next = 0;
    const lane = async (): Promise<void> => {
        for (let number = (next += 1); number <= count; number = next += 1) {
            const name = number % TIMED_OUT === 0 ? 'never' : 'round';
            await peer
                .evaluate({ chaincode: 'cc', args: [name, `k${number % 500}`, String(number)] })
                .catch(() => undefined);
        }
    };
    const lanes = Array.from({ length: SIDE_BY_SIDE }, lane);
    // The stream ends while the last of them are under way.
    await Promise.race(lanes);
    await peer.close();
    await Promise.all(lanes);
}

describe('time machine promise 2: a journal at full load', () => {
    it('has every answer that was sent, and is the same each time it is replayed', async () => {
        await using network = await RecordedNetwork.start({
            chaincode: loadChaincode,
            server: {
                workers: { count: 2, filename: join(__dirname, 'load-worker.js') },
                transactionTimeoutMs: 300,
            },
        });
        for (let cut = 0; cut < CUTS; cut += 1) {
            await callOn(await network.peer(), Math.ceil(TRANSACTIONS / CUTS));
        }
        await network.stop();
        expect(network.lostBytes).toBe(0);
        const recorded: string[] = [];
        const ends: Record<string, number> = {};
        for await (const { txId, end } of readJournal(network.folder)) {
            ends[end] = (ends[end] ?? 0) + 1;
            if (ANSWERED.has(end)) recorded.push(txId);
        }
        expect(recorded.sort()).toEqual([...network.answered].sort());
        expect(ends['timed out']).toBeGreaterThan(0);
        expect(ends['cut']).toBeGreaterThan(0);
        expect(ends).not.toHaveProperty('incomplete');
        const counts: Record<string, number>[] = [];
        for (let time = 0; time < 3; time += 1) {
            counts.push(countsOf(await replayed(network.folder, loadChaincode, { transactionTimeoutMs: 20 })));
        }
        expect(counts[0]).not.toHaveProperty('differs');
        expect(counts[0]?.['reproduced']).toBe(ends['completed']);
        expect(counts[1]).toEqual(counts[0]);
        expect(counts[2]).toEqual(counts[0]);
    });
});
