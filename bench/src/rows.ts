import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type FabricVersion, LoadPeer } from './generator/peer';
import type { StateStore } from './generator/state-store';
import { table } from './report';
import { ServerProcess } from './server-process';
import { selectServers } from './servers';
import { median } from './statistics';
import { KEY, keyOf, type TransactionKind } from './workloads';

/** A way to do the same work: by typed state, or by hand. */
interface Way {
    readonly title: string;
    readonly kind: TransactionKind;
}

/** What a way costs: messages that a transaction waits for, and the CPU of the server's process. */
interface Cost {
    readonly work: string;
    readonly way: string;
    readonly fabric: FabricVersion;
    readonly messages: number;
    readonly micros: number;
    /** The median of the ratios of each round to the first way of hand-written code. */
    readonly ratio: number;
}

const ROWS = 10;
const FOUND = 250;
const KEYS = 16;
const CONCURRENCY = 16;
const ROUNDS = 7;
const RUN_UP_MS = 200;
const MEASURED_MS = 700;
const WARM_UP_MS = 3_000;

function assetOf(id: string, owner: string): Buffer {
    return Buffer.from(JSON.stringify({ color: 'blue', id, owner, sealed: true, size: 5, value: 300.5 }));
}

function seedUpdated(store: StateStore): void {
    for (let index = 0; index < KEYS * ROWS; index++) {
        const id = `${keyOf(index % KEYS)}-${Math.floor(index / KEYS)}`;
        store.put(`\u0000asset\u0000${id}\u0000`, assetOf(id, 'Tomoko'));
    }
}

function seedFound(store: StateStore): void {
    for (let index = 0; index < FOUND; index++) {
        const id = `found-${String(index).padStart(4, '0')}`;
        store.put(`\u0000indexed\u0000${id}\u0000`, assetOf(id, 'Max'));
        store.put(`\u0000indexed.byOwner\u0000Max\u0000${id}\u0000`, Buffer.from([0]));
    }
}

const nothing = { keys: KEYS, seed: () => undefined, reads: 0, writes: 0 } as const;

function updating(name: string): TransactionKind {
    const args = [`Rows:${name}`, KEY, String(ROWS)];
    return { name, args, keys: KEYS, seed: seedUpdated, answer: () => String(ROWS), reads: ROWS, writes: ROWS };
}

function finding(name: string): TransactionKind {
    const args = [`Rows:${name}`, 'Max'];
    return { name, args, keys: KEYS, seed: seedFound, answer: () => String(FOUND), reads: 2 * FOUND, writes: 0 };
}

/** By work; the first way is what the others are compared with. */
const works: Readonly<Record<string, readonly Way[]>> = {
    [`read, change and write ${ROWS} rows`]: [
        { title: 'by hand', kind: updating('updateByHand') },
        { title: 'by hand, writes at the end', kind: updating('updateWithCache') },
        { title: 'ctx.state', kind: updating('updateByState') },
    ],
    [`find ${FOUND} rows by an index`]: [
        { title: 'by hand', kind: finding('findByHand') },
        { title: 'ctx.state', kind: finding('findByState') },
    ],
    'do nothing': [
        {
            title: 'a contract without entities',
            kind: { ...nothing, name: 'noop', args: ['noop'], answer: () => 'ok' },
        },
        { title: 'a contract with one', kind: { ...nothing, name: 'noop', args: ['Rows:noop'], answer: () => 'ok' } },
    ],
};

/** Measures typed state beside the same by hand, prints a table, and writes results/rows.json. */
async function main(): Promise<void> {
    const costs: Cost[] = [];
    for (const fabric of ['2.5', '3.1'] as const) costs.push(...(await measure(fabric)));
    const head = ['work', 'way', 'peer', 'messages', 'CPU, µs', 'of by hand'];
    const rows = costs.map(({ work, way, fabric, messages, micros, ratio }) => [
        work,
        way,
        fabric,
        messages.toFixed(0),
        micros.toFixed(0),
        ratio.toFixed(2),
    ]);
    process.stdout.write(`${table(head, rows)}\n`);
    const recorded = JSON.stringify({ node: process.version, costs }, undefined, 4);
    writeFileSync(join(__dirname, '..', 'results', 'rows.json'), `${recorded}\n`);
}

async function measure(fabric: FabricVersion): Promise<Cost[]> {
    const [kind] = selectServers(['heddle-typed']);
    const problem = kind?.prepare();
    if (kind === undefined || problem !== undefined) throw new Error(`the contract cannot be served: ${problem}`);
    const server = await ServerProcess.start(kind, { tls: false });
    try {
        const peer = await LoadPeer.dial({ address: server.address, fabric });
        const costs: Cost[] = [];
        for (const [work, ways] of Object.entries(works)) {
            process.stderr.write(`${work}, ${fabric}\n`);
            costs.push(...(await measureWays({ server, peer }, ways)).map((cost) => ({ ...cost, work, fabric })));
        }
        peer.close();
        return costs;
    } finally {
        await server.close();
    }
}

interface Bench {
    readonly server: ServerProcess;
    readonly peer: LoadPeer;
}

/** In turns, so that what disturbs the machine for a while meets all of them. */
async function measureWays(bench: Bench, ways: readonly Way[]): Promise<Omit<Cost, 'work' | 'fabric'>[]> {
    for (const { kind } of ways) await bench.peer.run(kind, { concurrency: CONCURRENCY, milliseconds: WARM_UP_MS });
    const rounds: { readonly micros: number; readonly messages: number }[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
        const measured: { readonly micros: number; readonly messages: number }[] = [];
        for (const { kind } of ways) measured.push(await measureOnce(bench, kind));
        rounds.push(measured);
    }
    return ways.map(({ title }, way) => ({
        way: title,
        messages: median(rounds.map((round) => round[way]?.messages ?? NaN)),
        micros: median(rounds.map((round) => round[way]?.micros ?? NaN)),
        ratio: median(rounds.map((round) => (round[way]?.micros ?? NaN) / (round[0]?.micros ?? NaN))),
    }));
}

async function measureOnce(
    { server, peer }: Bench,
    kind: TransactionKind,
): Promise<{ micros: number; messages: number }> {
    await peer.run(kind, { concurrency: CONCURRENCY, milliseconds: RUN_UP_MS });
    const [cpu, requests] = [server.cpuSeconds, peer.requests];
    const { transactions } = await peer.run(kind, { concurrency: CONCURRENCY, milliseconds: MEASURED_MS });
    const after = server.cpuSeconds;
    if (cpu === undefined || after === undefined)
        throw new Error('the CPU of a process is read from /proc: Linux only');
    return { micros: ((after - cpu) * 1e6) / transactions, messages: (peer.requests - requests) / transactions };
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
