import { REFERENCE } from './report';
import { cpuRatio, type Results } from './results';
import type { ServerName } from './servers';

/** How many times our CPU per transaction the reference's was, by scenario and server: what the guard remembers. */
export type RecordedRatios = Readonly<Record<string, Readonly<Partial<Record<ServerName, number>>>>>;

/** The servers that are guarded. */
export const GUARDED: readonly ServerName[] = ['heddle-raw', 'heddle-typed', 'heddle-traced', 'heddle-facade'];

/** A fall by a third of what was recorded is an alarm; less than that may be the machine. */
const LOST_SHARE = 1 / 3;

/** The ratios of a run, to be recorded or compared. Only of servers that took part. */
export function ratiosOf({ scenarios }: Results): RecordedRatios {
    return Object.fromEntries(
        scenarios.map(({ scenario, servers }) => {
            const reference = servers.find(({ server }) => server === REFERENCE);
            const ratios = servers
                .filter(({ server }) => GUARDED.includes(server))
                .map((result) => [result.server, round(cpuRatio(reference, result))] as const);
            return [scenario, Object.fromEntries(ratios)];
        }),
    );
}

/** What a server lost in a scenario, against what was recorded. */
export interface Loss {
    readonly scenario: string;
    readonly server: string;
    /** What happened, to be read after the two. */
    readonly text: string;
}

/** What fell by a third or more, and what was recorded but not measured. */
export function losses(recorded: RecordedRatios, now: RecordedRatios): Loss[] {
    return Object.entries(recorded).flatMap(([scenario, ratios]) =>
        Object.entries(ratios).flatMap(([server, before]) => {
            const after = now[scenario]?.[server as ServerName];
            if (after === undefined) return [{ scenario, server, text: 'was not measured' }];
            if (after > before * (1 - LOST_SHARE)) return [];
            return [{ scenario, server, text: `takes 1/${after} of the CPU of ${REFERENCE}, it took 1/${before}` }];
        }),
    );
}

/** The lower one of each ratio of two runs of the same scenarios: what may be expected of every run. */
export function lowerOf(one: RecordedRatios, other: RecordedRatios): RecordedRatios {
    const lower = (scenario: string, [server, ratio]: [string, number]): [string, number] => [
        server,
        Math.min(ratio, other[scenario]?.[server as ServerName] ?? ratio),
    ];
    return Object.fromEntries(
        Object.entries(one).map(([scenario, ratios]) => [
            scenario,
            Object.fromEntries(Object.entries(ratios).map((entry) => lower(scenario, entry))),
        ]),
    );
}

function round(value: number): number {
    return Math.round(value * 100) / 100;
}
