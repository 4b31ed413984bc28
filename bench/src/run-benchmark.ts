import { availableParallelism, platform } from 'node:os';
import type { GroupResults, MeasureOptions } from './measure-group';
import { measureInProcess } from './measuring-process';
import type { Results } from './results';
import { groupOf, nameOf, type Scenario } from './scenarios';
import type { ServerKind } from './servers';

export interface RunOptions extends MeasureOptions {
    readonly scenarios: readonly Scenario[];
    readonly servers: readonly ServerKind[];
    readonly onProgress: (line: string) => void;
}

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
    const groups: GroupResults[] = [];
    for (const group of groupsOf(options.scenarios)) {
        options.onProgress(group.map(nameOf).join(', '));
        groups.push(await measureInProcess(group, servers, options));
    }
    return {
        node: process.version,
        platform: platform(),
        processors: availableParallelism(),
        rounds: options.rounds,
        secondsPerRound: options.millisecondsPerRound / 1000,
        skipped,
        starts: servers.map(({ name }) => ({
            server: name,
            startMs: groups.flatMap(({ starts }) => starts.filter(({ server }) => server === name).map(({ ms }) => ms)),
        })),
        scenarios: groups.flatMap(({ scenarios }) => scenarios),
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
