import { describe, expect, it } from '@jest/globals';
import { type Goal, goals, judge } from './goals';
import type { Measurement, Results } from './results';
import { allScenarios, nameOf } from './scenarios';

function measurement(cpuMicros: number | undefined): Measurement {
    return { transactions: 1, transactionsPerSecond: 1, p50Ms: 1, p99Ms: 1, generatorMicros: 1, cpuMicros };
}

/** A run with one scenario, in which ours takes `ours` and the Go shim `theirs`, round by round. */
function run(ours: readonly (number | undefined)[], theirs: readonly (number | undefined)[]): Results {
    return {
        node: 'v20.0.0',
        platform: 'linux',
        processors: 2,
        rounds: ours.length,
        secondsPerRound: 1,
        skipped: [],
        starts: [
            { server: 'heddle-typed', startMs: [100, 120, 110] },
            { server: 'go-shim', startMs: [220] },
        ],
        scenarios: [
            {
                scenario: 'noop c=100',
                servers: [
                    { server: 'heddle-typed', rounds: ours.map(measurement), idleMegabytes: 50, peakMegabytes: 100 },
                    { server: 'go-shim', rounds: theirs.map(measurement), idleMegabytes: 25, peakMegabytes: 300 },
                ],
            },
        ],
    };
}

const goal: Goal = {
    what: 'no-op',
    figure: 'cpu',
    scenario: 'noop c=100',
    server: 'heddle-typed',
    rival: 'go-shim',
    timesLess: 3,
};

describe('judge', () => {
    it.each([
        ['met', [10, 10], [30, 31], true],
        ['not met', [10, 10], [29, 28], false],
        ['not measured without CPU figures', [undefined], [undefined], undefined],
    ])('says %s', (_what, ours, theirs, met) => {
        expect(judge(run(ours, theirs), [goal])[0]?.met).toBe(met);
    });

    it('says not measured of a scenario that did not run', () => {
        expect(judge(run([1], [9]), [{ ...goal, scenario: 'dto c=100' }])[0]?.met).toBeUndefined();
    });

    it.each([
        ['idle memory', 0.5],
        ['peak memory', 3],
        ['start', 2],
    ] as const)('compares %s', (figure, timesLess) => {
        expect(judge(run([1], [1]), [{ ...goal, figure }])[0]?.timesLess).toBe(timesLess);
    });
});

describe('a goal across scenarios', () => {
    it('takes the figure of the rival from its own', () => {
        const one = run([10, 10], [30, 30]);
        const [noop] = one.scenarios;
        const results = {
            ...one,
            scenarios: [
                { ...noop, scenario: 'deferred', servers: noop?.servers ?? [] },
                ...run([10, 10], [90, 90]).scenarios,
            ],
        };
        const across = { ...goal, scenario: 'deferred', rivalScenario: 'noop c=100' };
        expect(judge(results, [across])[0]?.timesLess).toBe(9);
    });
});

describe('the goal of the first transactions', () => {
    it('compares them with warm ones of the same server', () => {
        const one = run([10, 10], [30, 30]);
        const scenarios = one.scenarios.map((scenario) => ({
            ...scenario,
            servers: scenario.servers.map((server) => ({ ...server, firstMicros: 20 })),
        }));
        const first: Goal = { ...goal, figure: 'first cpu', rival: 'heddle-typed', timesLess: 1 / 1.4 };
        expect(judge({ ...one, scenarios }, [first])[0]).toMatchObject({ timesLess: 0.5, met: false });
    });
});

describe('the goals', () => {
    it('speak of scenarios that are run', () => {
        const names = allScenarios.map(nameOf);
        const cpuGoals = goals.filter(({ figure }) => figure !== 'start');
        expect(cpuGoals.filter(({ scenario }) => !names.includes(scenario))).toEqual([]);
    });
});
