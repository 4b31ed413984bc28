import { LoadPeer } from './generator/peer';
import type { Measurement, ScenarioResult } from './results';
import { nameOf, type Scenario } from './scenarios';
import { ServerProcess } from './server-process';
import type { ServerKind, ServerName } from './servers';
import type { Workload } from './workloads';

export interface MeasureOptions {
    readonly rounds: number;
    readonly millisecondsPerRound: number;
    /** Every how many milliseconds the peers send KEEPALIVE. Default: never. */
    readonly keepaliveMs?: number | undefined;
}

/** What came of scenarios that share their processes, and how long these took to start. */
export interface GroupResults {
    readonly scenarios: readonly ScenarioResult[];
    readonly starts: readonly { readonly server: ServerName; readonly ms: number }[];
}

/** A server that runs, and the peer that loads it. */
interface Contender {
    readonly name: ServerName;
    readonly process: ServerProcess;
    readonly peer: LoadPeer;
    readonly idleMegabytes: number | undefined;
    readonly firstMicros: number | undefined;
}

/**
 * How a new process is warmed up: until it has answered so many messages, and for so long, for what is measured should be
 * compiled code; fabric-contract-api takes three times as long per transaction in its first second as later. A row of a
 * range counts as a message, and a few ranges have many: they are compiled late.
 */
const WARM_UP = { messages: 15_000, sliceMs: 500, leastMs: 1500, mostMs: 4000, concurrency: 16 } as const;
/** What a paced load begins with: what V8 has not compiled yet is in these figures. Then it is warmed up at a higher pace. */
const FIRST = { transactions: 4000, perSecond: 1000, mostMs: 12_000 } as const;
const PACED_WARM_UP = { perSecond: 5000, milliseconds: 3000 } as const;
/** Before each round, so that a server that waited for its turn is up to speed. */
const RUN_UP_MS = 200;

/** Starts each server that takes part, warms it up, and loads them in turns. */
export async function measureGroup(
    group: readonly Scenario[],
    servers: readonly ServerKind[],
    options: MeasureOptions,
): Promise<GroupResults> {
    const contenders: Contender[] = [];
    try {
        for (const kind of servers.filter((each) => takesPart(each, group)))
            contenders.push(await enter(kind, group, options.keepaliveMs));
        const scenarios: ScenarioResult[] = [];
        for (const scenario of group) scenarios.push(await measureScenario(scenario, contenders, options));
        const starts = contenders.map(({ name, process }) => ({ server: name, ms: process.startMs }));
        return { scenarios, starts };
    } finally {
        for (const { peer } of contenders) peer.close();
        await Promise.all(contenders.map((contender) => contender.process.close()));
    }
}

function takesPart({ name, workloads, hasTls, isPaced = true }: ServerKind, group: readonly Scenario[]): boolean {
    const has = ({ name: workload, servers }: Workload): boolean =>
        workloads?.includes(workload) !== false && servers?.includes(name) !== false;
    return group.every(
        (scenario) => has(scenario.workload) && (hasTls || !scenario.tls) && (isPaced || !('perSecond' in scenario)),
    );
}

/** Starts a server and warms it up. */
async function enter(
    kind: ServerKind,
    [scenario]: readonly Scenario[],
    keepaliveMs: number | undefined,
): Promise<Contender> {
    if (scenario === undefined) throw new Error('a group without scenarios');
    const { workload, fabric, tls } = scenario;
    const process = await ServerProcess.start(kind, { tls });
    let peer: LoadPeer | undefined;
    try {
        const { address, tlsAuthority } = process;
        peer = await LoadPeer.dial({ address, tlsAuthority, fabric, keepaliveMs });
        const idleMegabytes = process.memory?.rssMegabytes;
        const firstMicros = 'perSecond' in scenario ? await warmUpPaced(process, peer, workload) : undefined;
        if (!('perSecond' in scenario)) await warmUp(peer, workload);
        return { name: kind.name, process, peer, idleMegabytes, firstMicros };
    } catch (error) {
        peer?.close();
        await process.close();
        throw new Error(`${kind.name} failed in ${nameOf(scenario)}`, { cause: error });
    }
}

async function warmUp(peer: LoadPeer, workload: Workload): Promise<void> {
    const { messages, sliceMs, leastMs, mostMs, concurrency } = WARM_UP;
    let answered = 0;
    for (let ms = 0; ms < mostMs && (ms < leastMs || answered < messages); ms += sliceMs) {
        const { transactions } = await peer.run(workload, { concurrency, milliseconds: sliceMs });
        answered += transactions * (1 + workload.reads + workload.writes);
    }
}

/** Returns the CPU of the first transactions. */
async function warmUpPaced(server: ServerProcess, peer: LoadPeer, workload: Workload): Promise<number | undefined> {
    const { mostMs, ...first } = FIRST;
    const before = server.cpuSeconds;
    const { transactions } = await peer.run(workload, { ...first, milliseconds: mostMs });
    const after = server.cpuSeconds;
    await peer.run(workload, PACED_WARM_UP);
    return before === undefined || after === undefined ? undefined : ((after - before) * 1e6) / transactions;
}

async function measureScenario(
    scenario: Scenario,
    contenders: readonly Contender[],
    { rounds, millisecondsPerRound }: MeasureOptions,
): Promise<ScenarioResult> {
    const measurements = new Map<Contender, Measurement[]>(contenders.map((contender) => [contender, []]));
    for (let round = 0; round < rounds; round++) {
        for (const [contender, results] of measurements)
            results.push(await measure(contender, scenario, millisecondsPerRound));
    }
    return {
        scenario: nameOf(scenario),
        servers: Array.from(measurements, ([{ name: server, process, idleMegabytes, firstMicros }, results]) => ({
            server,
            rounds: results,
            idleMegabytes,
            firstMicros,
            peakMegabytes: process.memory?.peakMegabytes,
        })),
    };
}

async function measure(contender: Contender, scenario: Scenario, milliseconds: number): Promise<Measurement> {
    try {
        await contender.peer.run(scenario.workload, { ...scenario, milliseconds: RUN_UP_MS });
        return await measureLoad(contender, scenario, milliseconds);
    } catch (error) {
        throw new Error(`${contender.name} failed in ${nameOf(scenario)}`, { cause: error });
    }
}

async function measureLoad(contender: Contender, scenario: Scenario, milliseconds: number): Promise<Measurement> {
    const cpuBefore = contender.process.cpuSeconds;
    const ownBefore = process.cpuUsage();
    const load = await contender.peer.run(scenario.workload, { ...scenario, milliseconds });
    const own = process.cpuUsage(ownBefore);
    const cpuAfter = contender.process.cpuSeconds;
    const { transactions, seconds, p50Ms, p99Ms } = load;
    return {
        transactions,
        transactionsPerSecond: transactions / seconds,
        p50Ms,
        p99Ms,
        cpuMicros:
            cpuBefore === undefined || cpuAfter === undefined
                ? undefined
                : ((cpuAfter - cpuBefore) * 1e6) / transactions,
        generatorMicros: (own.user + own.system) / transactions,
    };
}
