import type { ServerName } from './servers';
import { median, pairedRatio } from './statistics';

/** What one server did in one round of one scenario. */
export interface Measurement {
    readonly transactions: number;
    readonly transactionsPerSecond: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    /** CPU time of the server's process per transaction; missing where there is no /proc. */
    readonly cpuMicros?: number | undefined;
    /** What the load generator itself took per transaction. */
    readonly generatorMicros: number;
}

export interface ServerResult {
    readonly server: ServerName;
    readonly rounds: readonly Measurement[];
    /** Resident memory before the first transaction, and the most that it ever was until the end of the scenario. */
    readonly idleMegabytes?: number | undefined;
    readonly peakMegabytes?: number | undefined;
    /** Where the load is paced: CPU of the first 4,000 transactions of the process, each. */
    readonly firstMicros?: number | undefined;
}

export interface ScenarioResult {
    readonly scenario: string;
    readonly servers: readonly ServerResult[];
}

export interface StartResult {
    readonly server: ServerName;
    /** From the start of the process until its port took a connection, each time that it was started. */
    readonly startMs: readonly number[];
}

/** A whole run, as `results/latest.json` keeps it. */
export interface Results {
    readonly node: string;
    readonly platform: string;
    readonly processors: number;
    readonly rounds: number;
    readonly secondsPerRound: number;
    /** Servers that could not take part, and why. */
    readonly skipped: readonly { readonly server: ServerName; readonly reason: string }[];
    readonly starts: readonly StartResult[];
    readonly scenarios: readonly ScenarioResult[];
}

/** The result of one server in one scenario; undefined where it took no part. */
export function find(results: Results, scenario: string, server: ServerName): ServerResult | undefined {
    return results.scenarios
        .find((result) => result.scenario === scenario)
        ?.servers.find((result) => result.server === server);
}

/** The median of one figure over the rounds; NaN where it was not measured. */
export function medianOf({ rounds }: ServerResult, figure: keyof Measurement): number {
    return median(rounds.flatMap((round) => round[figure] ?? []));
}

/** How many times the CPU of `server` the one of `base` is, per transaction; NaN where one of the two is missing. */
export function cpuRatio(base: ServerResult | undefined, server: ServerResult | undefined): number {
    const cpu = (result: ServerResult | undefined): (number | undefined)[] =>
        result?.rounds.map(({ cpuMicros }) => cpuMicros) ?? [];
    return pairedRatio(cpu(base), cpu(server));
}
