import { availableParallelism, platform } from 'node:os';
import { LoadPeer } from './generator/peer';
import type { Measurement, Results, ScenarioResult, StartResult } from './results';
import { groupOf, nameOf, type Scenario } from './scenarios';
import { ServerProcess } from './server-process';
import type { ServerKind, ServerName } from './servers';
import type { Workload } from './workloads';

export interface RunOptions {
    readonly scenarios: readonly Scenario[];
    readonly servers: readonly ServerKind[];
    readonly rounds: number;
    readonly millisecondsPerRound: number;
    /** Every how many milliseconds the peers send KEEPALIVE. Default: never. */
    readonly keepaliveMs?: number | undefined;
    readonly onProgress: (line: string) => void;
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
 * How a new process is warmed up: until it has answered so many messages, for what is measured should be compiled code;
 * fabric-contract-api takes three times as long per transaction in its first second as later.
 */
const WARM_UP = { messages: 15_000, sliceMs: 500, mostMs: 4000, concurrency: 16 } as const;
/** What a paced load begins with: what V8 has not compiled yet is in these figures. Then it is warmed up at a higher pace. */
const FIRST = { transactions: 4000, perSecond: 1000, mostMs: 12_000 } as const;
const PACED_WARM_UP = { perSecond: 5000, milliseconds: 3000 } as const;
/** Before each round, so that a server that waited for its turn is up to speed. */
const RUN_UP_MS = 200;

/**
 * Measures servers side by side. For each workload every server is started anew, and then loaded in turns, round by
 * round: A B C, A B C, … What disturbs the machine for a while disturbs all of them.
 */
export async function runBenchmark(options: RunOptions): Promise<Results> {
    const skipped: Results['skipped'][number][] = [];
    const servers = options.servers.filter((kind) => {
        const reason = kind.prepare();
        if (reason !== undefined) skipped.push({ server: kind.name, reason });
        return reason === undefined;
    });
    const starts = new Map<ServerName, number[]>(servers.map(({ name }) => [name, []]));
    const scenarios: ScenarioResult[] = [];
    for (const group of groupsOf(options.scenarios)) {
        scenarios.push(...(await measureGroup(group, servers, options, starts)));
    }
    return {
        node: process.version,
        platform: platform(),
        processors: availableParallelism(),
        rounds: options.rounds,
        secondsPerRound: options.millisecondsPerRound / 1000,
        skipped,
        starts: Array.from(starts, ([server, startMs]): StartResult => ({ server, startMs })),
        scenarios,
    };
}

/** Scenarios that differ in nothing but their load share their processes. */
function groupsOf(scenarios: readonly Scenario[]): Scenario[][] {
    const groups = new Map<string, Scenario[]>();
    for (const scenario of scenarios) {
        const key = groupOf(scenario);
        groups.set(key, [...(groups.get(key) ?? []), scenario]);
    }
    return [...groups.values()];
}

async function measureGroup(
    group: readonly Scenario[],
    servers: readonly ServerKind[],
    options: RunOptions,
    starts: ReadonlyMap<ServerName, number[]>,
): Promise<ScenarioResult[]> {
    const contenders: Contender[] = [];
    try {
        for (const kind of servers.filter((each) => takesPart(each, group)))
            contenders.push(await enter(kind, group, options.keepaliveMs));
        for (const { name, process } of contenders) starts.get(name)?.push(process.startMs);
        const results: ScenarioResult[] = [];
        for (const scenario of group) results.push(await measureScenario(scenario, contenders, options));
        return results;
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
    const { messages, sliceMs, mostMs, concurrency } = WARM_UP;
    let answered = 0;
    for (let ms = 0; ms < mostMs && answered < messages; ms += sliceMs) {
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
    { rounds, millisecondsPerRound, onProgress }: RunOptions,
): Promise<ScenarioResult> {
    onProgress(nameOf(scenario));
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
