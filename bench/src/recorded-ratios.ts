import { REFERENCE } from './report';
import { cpuRatio, type Results } from './results';
import type { ServerName } from './servers';

/** How many times our CPU per transaction the reference's was, by scenario and server: what the guard remembers. */
export type RecordedRatios = Readonly<Record<string, Readonly<Partial<Record<ServerName, number>>>>>;

/** The servers that are guarded. */
export const GUARDED: readonly ServerName[] = ['heddle-raw', 'heddle-typed'];

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

/** Says in one sentence each what fell by a third or more, and what was recorded but not measured. */
export function losses(recorded: RecordedRatios, now: RecordedRatios): string[] {
    return Object.entries(recorded).flatMap(([scenario, ratios]) =>
        Object.entries(ratios).flatMap(([server, before]) => {
            const after = now[scenario]?.[server as ServerName];
            if (after === undefined) return [`${scenario}: ${server} was not measured`];
            if (after > before * (1 - LOST_SHARE)) return [];
            return [`${scenario}: ${server} takes 1/${after} of the CPU of ${REFERENCE}, it took 1/${before}`];
        }),
    );
}

function round(value: number): number {
    return Math.round(value * 100) / 100;
}
