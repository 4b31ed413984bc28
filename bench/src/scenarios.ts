import type { FabricVersion } from './generator/peer';
import type { WorkloadName } from './workload-name';
import { type Workload, workloads } from './workloads';

/** A workload under one load: what one row of the table is about. */
export interface Scenario {
    readonly workload: Workload;
    readonly concurrency: number;
    readonly fabric: FabricVersion;
    readonly tls: boolean;
}

function scenario(name: WorkloadName, concurrency: number, options: Partial<Scenario> = {}): Scenario {
    return { workload: workloads[name], concurrency, fabric: '2.5', tls: false, ...options };
}

/** What distinguishes a scenario, as shown and as recorded: `noop c=100`, `gets100 3.1 c=16`, `noop TLS c=100`. */
export function nameOf({ workload, concurrency, fabric, tls }: Scenario): string {
    const parts = [workload.name, ...(fabric === '2.5' ? [] : [fabric]), ...(tls ? ['TLS'] : []), `c=${concurrency}`];
    return parts.join(' ');
}

/** Everything that the goals speak of, and the same at other loads. */
export const allScenarios: readonly Scenario[] = [
    scenario('noop', 1),
    scenario('noop', 16),
    scenario('noop', 100),
    scenario('noop', 500),
    scenario('dto', 100),
    scenario('getput', 1),
    scenario('getput', 16),
    scenario('getput', 100),
    scenario('getput', 500),
    scenario('rw10', 100),
    scenario('range', 100),
    scenario('copy100k', 16),
    scenario('copy1m', 16),
    scenario('gets100', 16),
    scenario('gets100', 16, { fabric: '3.1' }),
    scenario('rw10', 100, { fabric: '3.1' }),
    scenario('noop', 100, { tls: true }),
    scenario('cpu1ms', 16),
];

/** What shows within a minute whether something got slower. */
export const quickScenarios: readonly Scenario[] = [
    scenario('noop', 100),
    scenario('dto', 100),
    scenario('getput', 100),
    scenario('copy100k', 16),
    scenario('gets100', 16, { fabric: '3.1' }),
];

/** Those of the quick ones whose ratios stay within a third: the copy's cost is the garbage collector's, and swings. */
export const guardedScenarios: readonly Scenario[] = quickScenarios.filter(
    ({ workload }) => workload.name !== 'copy100k',
);
