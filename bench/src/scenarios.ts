import type { Pace } from './generator/load';
import type { FabricVersion } from './generator/peer';
import type { WorkloadName } from './workload-name';
import { type Workload, workloads } from './workloads';

/** A workload under one load: what one row of the table is about. */
export type Scenario = Pace & ScenarioSetting;

/** All but the load: scenarios that have it in common share their processes. */
export interface ScenarioSetting {
    readonly workload: Workload;
    readonly fabric: FabricVersion;
    readonly tls: boolean;
}

function scenario(name: WorkloadName, concurrency: number, options: Partial<ScenarioSetting> = {}): Scenario {
    return { workload: workloads[name], concurrency, fabric: '2.5', tls: false, ...options };
}

/** Transactions that come one by one, as on a peer that a few clients use. */
function paced(name: WorkloadName, perSecond: number): Scenario {
    return { workload: workloads[name], perSecond, fabric: '2.5', tls: false };
}

/** What distinguishes a scenario, as shown and as recorded: `noop c=100`, `gets100 3.1 c=16`, `noop 1000/s`. */
export function nameOf(scenario: Scenario): string {
    const pace = 'perSecond' in scenario ? `${scenario.perSecond}/s` : `c=${scenario.concurrency}`;
    return `${settingOf(scenario)} ${pace}`;
}

/** What scenarios have in common that share their processes. A paced load is no warm-up for the other one. */
export function groupOf(scenario: Scenario): string {
    return `${settingOf(scenario)} ${'perSecond' in scenario ? 'paced' : ''}`;
}

function settingOf({ workload, fabric, tls }: ScenarioSetting): string {
    return [workload.name, ...(fabric === '2.5' ? [] : [fabric]), ...(tls ? ['TLS'] : [])].join(' ');
}

/** Everything that the goals speak of, and the same at other loads. */
export const allScenarios: readonly Scenario[] = [
    scenario('noop', 1),
    scenario('noop', 100),
    scenario('noop', 500),
    scenario('dto', 100),
    scenario('getput', 1),
    scenario('getput', 100),
    scenario('getput', 500),
    scenario('rw10', 100),
    scenario('range', 100),
    scenario('pages', 100),
    scenario('copy100k', 16),
    scenario('copy1m', 16),
    scenario('gets100', 16, { fabric: '3.1' }),
    scenario('puts100', 16, { fabric: '3.1' }),
    scenario('puts1000', 4, { fabric: '3.1' }),
    scenario('deferred100', 16, { fabric: '3.1' }),
    scenario('deferred1000', 4, { fabric: '3.1' }),
    scenario('entities10', 16, { fabric: '3.1' }),
    scenario('noop', 100, { tls: true }),
    scenario('cpu1ms', 16),
    paced('noop', 200),
    paced('noop', 1000),
    paced('noop', 5000),
    paced('getput', 1000),
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
export const guardedScenarios: readonly Scenario[] = [
    ...quickScenarios.filter(({ workload }) => workload.name !== 'copy100k'),
    paced('noop', 1000),
];
