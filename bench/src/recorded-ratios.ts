import { REFERENCE } from './report';
import { cpuRatio, medianOf, type Results, type ScenarioResult, type ServerResult } from './results';
import type { ServerName } from './servers';

/** What a server is compared with: another one, or what it takes itself when it is warm, for its first transactions. */
export type Comparison = ServerName | 'warm';

/** How many times our CPU per transaction another figure was, by what it is a figure of. */
export type ServerRatios = Readonly<Partial<Record<Comparison, number>>>;

/** What the guard remembers, by scenario and server. */
export type RecordedRatios = Readonly<Record<string, Readonly<Partial<Record<ServerName, ServerRatios>>>>>;

/** The servers that are guarded. */
export const GUARDED: readonly ServerName[] = ['heddle-raw', 'heddle-typed', 'heddle-traced', 'heddle-facade'];

/**
 * What they are compared with where transactions come one by one: besides the reference the Go shim, where Go is installed,
 * and the floor of Node's transport.
 */
export const PACED_RIVALS: readonly ServerName[] = ['go-shim', 'echo-http2'];

/** A fall by a third of what was recorded is an alarm; less than that may be the machine. */
const LOST_SHARE = 1 / 3;

/** The ratios of a run, to be recorded or compared. Only of servers that took part. */
export function ratiosOf({ scenarios }: Pick<Results, 'scenarios'>): RecordedRatios {
    return Object.fromEntries(
        scenarios.map((scenario) => [
            scenario.scenario,
            Object.fromEntries(
                scenario.servers
                    .filter(({ server }) => GUARDED.includes(server))
                    .map((result) => [result.server, ratiosOfServer(result, scenario)] as const),
            ),
        ]),
    );
}

function ratiosOfServer(result: ServerResult, { servers }: ScenarioResult): ServerRatios {
    const rivals = servers.filter(({ server }) => server === REFERENCE || PACED_RIVALS.includes(server));
    const ratios: Partial<Record<Comparison, number>> = {};
    for (const rival of rivals) ratios[rival.server] = round(cpuRatio(rival, result));
    const { firstMicros } = result;
    if (firstMicros !== undefined) ratios.warm = round(medianOf(result, 'cpuMicros') / firstMicros);
    return ratios;
}

/** What a server lost in a scenario, against what was recorded. */
export interface Loss {
    readonly scenario: string;
    readonly server: string;
    /** What happened, to be read after the two. */
    readonly text: string;
}

/**
 * What fell by a third or more, and what was recorded but not measured.
 * @param skipped servers that could not take part: what was recorded of them is not missed
 */
export function losses(recorded: RecordedRatios, now: RecordedRatios, skipped: readonly Comparison[] = []): Loss[] {
    return entriesOf(recorded).flatMap(({ scenario, server, of, ratio: before }) => {
        if (skipped.includes(of)) return [];
        const after = now[scenario]?.[server]?.[of];
        if (after === undefined) return [{ scenario, server, text: `was not measured beside ${of}` }];
        if (after > before * (1 - LOST_SHARE)) return [];
        return [{ scenario, server, text: textOf(of, after, before) }];
    });
}

function textOf(of: Comparison, after: number, before: number): string {
    if (of === 'warm') {
        const times = (ratio: number): string => (1 / ratio).toFixed(1);
        return `takes ${times(after)} times as much for its first transactions as when it is warm, it took ${times(before)}`;
    }
    return `takes 1/${after} of the CPU of ${of}, it took 1/${before}`;
}

interface Entry {
    readonly scenario: string;
    readonly server: ServerName;
    readonly of: Comparison;
    readonly ratio: number;
}

function entriesOf(recorded: RecordedRatios): Entry[] {
    return Object.entries(recorded).flatMap(([scenario, servers]) =>
        Object.entries(servers).flatMap(([server, ratios]) =>
            Object.entries(ratios).map(([of, ratio]) => ({
                scenario,
                server: server as ServerName,
                of: of as Comparison,
                ratio,
            })),
        ),
    );
}

/** The lower one of each ratio of two runs of the same scenarios: what may be expected of every run. */
export function lowerOf(one: RecordedRatios, other: RecordedRatios): RecordedRatios {
    const lower: Record<string, Partial<Record<ServerName, Partial<Record<Comparison, number>>>>> = {};
    for (const { scenario, server, of, ratio } of entriesOf(one)) {
        const ratios = ((lower[scenario] ??= {})[server] ??= {});
        ratios[of] = Math.min(ratio, other[scenario]?.[server]?.[of] ?? ratio);
    }
    return lower;
}

function round(value: number): number {
    return Math.round(value * 100) / 100;
}
