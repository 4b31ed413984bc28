import { cpuRatio, find, type Results } from './results';
import type { ServerName } from './servers';
import { median } from './statistics';

/** A goal: a figure of ours is at most this share of the rival's figure in the same run. */
export interface Goal {
    readonly what: string;
    readonly figure: 'cpu' | 'idle memory' | 'peak memory' | 'start';
    readonly scenario: string;
    readonly server: ServerName;
    readonly rival: ServerName;
    /** At most 1/18 of the rival's figure: 18. */
    readonly timesLess: number;
}

export interface GoalResult {
    readonly goal: Goal;
    /** Undefined where one of the two servers took no part. */
    readonly timesLess: number | undefined;
    readonly met: boolean | undefined;
}

/** Server CPU per transaction; the full framework, with decorators, context and validation. */
function cpu(what: string, scenario: string, times: { contractApi?: number; go?: number }): Goal[] {
    const goal = (rival: ServerName, timesLess: number): Goal => ({
        what,
        figure: 'cpu',
        scenario,
        server: 'heddle-typed',
        rival,
        timesLess,
    });
    return [
        ...(times.contractApi === undefined ? [] : [goal('fabric-contract-api', times.contractApi)]),
        ...(times.go === undefined ? [] : [goal('go-shim', times.go)]),
    ];
}

/** A contract that was written for fabric-contract-api, against the same contract written for ours: at most half as much again. */
function facade(what: string, scenario: string): Goal {
    return { what, figure: 'cpu', scenario, server: 'heddle-facade', rival: 'heddle-typed', timesLess: 1 / 1.5 };
}

export const goals: readonly Goal[] = [
    ...cpu('typed no-op', 'noop c=100', { contractApi: 18, go: 3 }),
    ...cpu('validated six-field class argument', 'dto c=100', { contractApi: 20, go: 3 }),
    ...cpu('1 get + 1 put', 'getput c=100', { contractApi: 20, go: 3.5 }),
    ...cpu('10 gets + 10 puts, sequential', 'rw10 c=100', { contractApi: 13, go: 2.5 }),
    ...cpu('range of 1,000 keys', 'range c=100', { contractApi: 4, go: 1.5 }),
    ...cpu('copy of 100 KB', 'copy100k c=16', { contractApi: 5, go: 2 }),
    ...cpu('100 parallel gets, 3.1 peer', 'gets100 3.1 c=16', { contractApi: 60, go: 1.4 }),
    ...cpu('no-op over TLS', 'noop TLS c=100', { go: 3 }),
    ...cpu('no-op, one at a time', 'noop c=1', { contractApi: 4.6, go: 1.9 }),
    facade('no-op, through the facade', 'noop c=100'),
    facade('class argument, through the facade', 'dto c=100'),
    facade('1 get + 1 put, through the facade', 'getput c=100'),
    facade('100 parallel gets, through the facade', 'gets100 3.1 c=16'),
    {
        what: 'memory at rest',
        figure: 'idle memory',
        scenario: 'getput c=500',
        server: 'heddle-typed',
        rival: 'fabric-shim',
        timesLess: 1,
    },
    {
        what: 'most memory, 1 get + 1 put',
        figure: 'peak memory',
        scenario: 'getput c=500',
        server: 'heddle-typed',
        rival: 'fabric-shim',
        timesLess: 1.25,
    },
    {
        what: 'start until listening, raw',
        figure: 'start',
        scenario: '',
        server: 'heddle-raw',
        rival: 'fabric-shim',
        timesLess: 1 / 0.55,
    },
    {
        what: 'start until listening, typed',
        figure: 'start',
        scenario: '',
        server: 'heddle-typed',
        rival: 'fabric-contract-api',
        timesLess: 1 / 0.75,
    },
];

/** Compares a run with the goals. */
export function judge(results: Results, wanted: readonly Goal[]): GoalResult[] {
    return wanted.map((goal) => {
        const timesLess = measured(results, goal);
        if (Number.isNaN(timesLess)) return { goal, timesLess: undefined, met: undefined };
        return { goal, timesLess, met: timesLess >= goal.timesLess };
    });
}

function measured(results: Results, { figure, scenario, server, rival }: Goal): number {
    if (figure === 'start') return startOf(results, rival) / startOf(results, server);
    const theirs = find(results, scenario, rival);
    const ours = find(results, scenario, server);
    if (figure === 'cpu') return cpuRatio(theirs, ours);
    const field = figure === 'idle memory' ? 'idleMegabytes' : 'peakMegabytes';
    return (theirs?.[field] ?? NaN) / (ours?.[field] ?? NaN);
}

function startOf({ starts }: Results, name: ServerName): number {
    return median(starts.find(({ server }) => server === name)?.startMs ?? []);
}
