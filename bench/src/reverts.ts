import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalPeer, type LocalPeerOptions } from '@heddle/local-peer';
import { table } from './report';
import { median } from './statistics';

/**
 * Measures what it takes to mark a ledger of many keys and to go back, in memory and on a disk: `npm run bench:reverts`.
 * Transactions are seeds: they are ordered, validated and committed, and no chaincode's time is in the figures.
 */

const NAME = 'reverts';
const KEYS = 100_000;
const KEYS_AT_ONCE = 10_000;
const CHANGED_KEYS = 100;
const TRANSACTIONS = 1000;
const ROUNDS = 5;

async function main(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-reverts-'));
    const rows: string[][] = [];
    try {
        rows.push(await measure('memory', {}));
        rows.push(await measure('disk', { store: { path: join(folder, 'ledger') } }));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    const what = `${TRANSACTIONS} blocks, ${CHANGED_KEYS} keys`;
    const head = [
        'store',
        'mark, ms CPU',
        `revert of ${what}, ms CPU`,
        `revert of 1 block, ${CHANGED_KEYS} keys, ms CPU`,
    ];
    process.stdout.write(`${table(head, rows)}\n`);
}

/** The median of the rounds, and the longest. */
async function measure(store: string, options: LocalPeerOptions): Promise<string[]> {
    await using peer = await LocalPeer.start(options);
    // Nobody calls it.
    peer.install({ name: NAME, connect: () => Promise.reject(new Error('there is no chaincode here')) });
    for (let first = 0; first < KEYS; first += KEYS_AT_ONCE)
        await write(
            peer,
            Array.from({ length: KEYS_AT_ONCE }, (_, index) => first + index),
        );
    const marks: number[] = [];
    const reverts: number[] = [];
    const small: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
        const begin = process.cpuUsage();
        const mark = await peer.mark();
        marks.push(millisecondsSince(begin));
        for (let index = 0; index < TRANSACTIONS; index++) await write(peer, [keyOf(index)]);
        reverts.push(await timed(() => peer.revert(mark)));
        await write(
            peer,
            Array.from({ length: CHANGED_KEYS }, (_, index) => keyOf(index)),
        );
        small.push(await timed(() => peer.revert(mark)));
    }
    return [
        store,
        ...[marks, reverts, small].map((times) => `${median(times).toFixed(1)} (${Math.max(...times).toFixed(1)})`),
    ];
}

/** Spread over all of the keys. */
function keyOf(index: number): number {
    return (index % CHANGED_KEYS) * (KEYS / CHANGED_KEYS);
}

async function write(peer: LocalPeer, keys: readonly number[]): Promise<void> {
    const value = 'v'.repeat(100);
    await peer.seed({ chaincode: NAME, writes: keys.map((key) => ({ key: String(key).padStart(7, '0'), value })) });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
    const begin = process.cpuUsage();
    await work();
    return millisecondsSince(begin);
}

/** Of CPU time: what else runs on the machine does not count. */
function millisecondsSince(begin: NodeJS.CpuUsage): number {
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
}

main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
});
