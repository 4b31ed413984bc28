import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { LoadPeer } from './generator/peer';
import { table } from './report';
import { ServerProcess } from './server-process';
import { selectServers, type ServerKind } from './servers';
import { median } from './statistics';
import { type Workload, workloads } from './workloads';

/** What a peer dials: a server, or a router before so many servers. */
interface Way {
    readonly title: string;
    /** 0: the peer dials the server itself. */
    readonly routed: number;
}

/** A way that is up and warm. */
interface Contender extends Way {
    readonly processes: readonly ServerProcess[];
    /** Whose CPU is the router's. */
    readonly router: ServerProcess | undefined;
    readonly peer: LoadPeer;
}

interface Load {
    readonly workload: Workload;
    readonly concurrency: number;
}

interface Round {
    readonly perSecond: number;
    readonly p50Ms: number;
    readonly routerMicros: number | undefined;
}

const WAYS: readonly Way[] = [
    { title: 'one server, no router', routed: 0 },
    { title: 'router, one server', routed: 1 },
    { title: 'router, two servers', routed: 2 },
];

const LOADS: readonly Load[] = [
    { workload: workloads.noop, concurrency: 100 },
    { workload: workloads.noop, concurrency: 1 },
    { workload: workloads.getput, concurrency: 100 },
    { workload: workloads.cpu1ms, concurrency: 32 },
];

const ROUNDS = 5;
const RUN_UP_MS = 300;
const MEASURED_MS = 1_500;
const WARM_UP_MS = 3_000;

const HEDDLE = join(dirname(require.resolve('heddle/package.json')), 'bin', 'heddle.js');

/** Measures what the router costs, and what more than one server bring: all ways in turns, in one run. */
async function main(): Promise<void> {
    const contenders: Contender[] = [];
    try {
        for (const way of WAYS) contenders.push(await enter(way));
        for (const load of LOADS) process.stdout.write(`${await compare(load, contenders)}\n\n`);
    } finally {
        for (const { peer } of contenders) peer.close();
        await Promise.all(contenders.flatMap(({ processes }) => processes.map((one) => one.close())));
    }
}

async function enter(way: Way): Promise<Contender> {
    const [server] = selectServers(['heddle-raw']);
    if (server === undefined) throw new Error('there is no server');
    const processes: ServerProcess[] = [];
    for (let index = 0; index < Math.max(1, way.routed); index++) {
        processes.push(await ServerProcess.start(server, { tls: false }));
    }
    let router: ServerProcess | undefined;
    if (way.routed > 0) {
        router = await ServerProcess.start(routerBefore(server, processes), { tls: false });
        processes.push(router);
    }
    const { address } = router ?? processes[0] ?? { address: '' };
    const peer = await LoadPeer.dial({ address, fabric: '3.1' });
    for (const { workload } of LOADS) await peer.run(workload, { concurrency: 32, milliseconds: WARM_UP_MS });
    return { ...way, processes, router, peer };
}

function routerBefore(server: ServerKind, servers: readonly ServerProcess[]): ServerKind {
    const options = servers.flatMap(({ address }) => ['--server', address]);
    return { ...server, args: [HEDDLE, 'router', ...options] };
}

async function compare({ workload, concurrency }: Load, contenders: readonly Contender[]): Promise<string> {
    const rounds = new Map<Contender, Round[]>(contenders.map((contender) => [contender, []]));
    for (let round = 0; round < ROUNDS; round++) {
        for (const [contender, results] of rounds) results.push(await measure(contender, { workload, concurrency }));
    }
    const rows = Array.from(rounds, ([{ title }, results]) => [
        title,
        Math.round(median(results.map(({ perSecond }) => perSecond))).toString(),
        median(results.map(({ p50Ms }) => p50Ms)).toFixed(2),
        microsOf(results),
    ]);
    const heading = `${workload.name}, ${concurrency} in flight, medians of ${ROUNDS} rounds in turns`;
    return `${heading}\n\n${table(['way', 'tx/s', 'p50 ms', 'router µs/tx'], rows)}`;
}

function microsOf(rounds: readonly Round[]): string {
    const micros = rounds.flatMap(({ routerMicros }) => routerMicros ?? []);
    return micros.length === 0 ? '' : median(micros).toFixed(1);
}

async function measure({ peer, router }: Contender, { workload, concurrency }: Load): Promise<Round> {
    await peer.run(workload, { concurrency, milliseconds: RUN_UP_MS });
    const before = router?.cpuSeconds;
    const { transactions, seconds, p50Ms } = await peer.run(workload, { concurrency, milliseconds: MEASURED_MS });
    const after = router?.cpuSeconds;
    return {
        perSecond: transactions / seconds,
        p50Ms,
        routerMicros: before === undefined || after === undefined ? undefined : ((after - before) * 1e6) / transactions,
    };
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
