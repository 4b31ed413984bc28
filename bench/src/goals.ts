import { cpuRatio, find, medianOf, type Results, type ServerResult } from './results';
import type { ServerName } from './servers';
import { median } from './statistics';

/** A goal: a figure of ours is at most this share of the rival's figure in the same run. */
export interface Goal {
    readonly what: string;
    readonly figure: 'cpu' | 'first cpu' | 'idle memory' | 'peak memory' | 'start';
    readonly scenario: string;
    readonly server: ServerName;
    readonly rival: ServerName;
    /** Where the rival's figure is of another scenario. */
    readonly rivalScenario?: string;
    /** At most 1/18 of the rival's figure: 18. */
    readonly timesLess: number;
}

export interface GoalResult {
    readonly goal: Goal;
    /** Undefined where one of the two servers took no part. */
    readonly timesLess: number | undefined;
    readonly met: boolean | undefined;
}

/** How much CPU per transaction the full framework may take, with decorators, context and validation: shares of the rivals'. */
type Shares = Readonly<Partial<Record<ServerName, number>>>;

function cpu(what: string, scenario: string, shares: Shares): Goal[] {
    return Object.entries(shares).map(([rival, share]) => ({
        what,
        figure: 'cpu',
        scenario,
        server: 'heddle-typed',
        rival: rival as ServerName,
        timesLess: 1 / share,
    }));
}

/** The same against a rival that does the work in another way, which is another scenario. */
function against(rivalScenario: string, ...scenarioGoals: readonly Goal[]): Goal[] {
    return scenarioGoals.map((goal) => ({ ...goal, rivalScenario }));
}

/** A contract that was written for fabric-contract-api, against the same contract written for ours: at most half as much again. */
function facade(what: string, scenario: string): Goal {
    return { what, figure: 'cpu', scenario, server: 'heddle-facade', rival: 'heddle-typed', timesLess: 1 / 1.5 };
}

function shares(rust: number, go: number, contractApi: number): Shares {
    return { 'rust-shim': rust, 'go-shim': go, 'fabric-contract-api': contractApi };
}

export const goals: readonly Goal[] = [
    ...cpu('typed no-op', 'noop c=100', shares(1, 1 / 4, 1 / 25)),
    ...cpu('validated six-field class argument', 'dto c=100', shares(1.3, 1 / 3.2, 1 / 22)),
    ...cpu('1 get + 1 put', 'getput c=100', shares(1, 1 / 3.2, 1 / 20)),
    ...cpu('10 gets + 10 puts, sequential', 'rw10 c=100', shares(1, 1 / 3, 1 / 15)),
    ...cpu('range of 1,000 keys', 'range c=100', shares(1.7, 1 / 1.9, 1 / 7)),
    ...against('range c=100', ...cpu('range of 1,000 keys, in pages', 'pages c=100', { 'rust-shim': 1.5 })),
    ...cpu('copy of 100 KB', 'copy100k c=16', shares(1.2, 1 / 1.8, 1 / 4)),
    ...cpu('100 parallel gets, 3.1 peer', 'gets100 3.1 c=16', shares(1 / 7, 1 / 1.2, 1 / 80)),
    ...against(
        'puts1000 3.1 c=4',
        ...cpu('1,000 deferred puts, of awaited ones', 'deferred1000 3.1 c=4', { 'go-shim': 1 / 12 }),
    ),
    ...cpu('1,000 deferred puts, of StartWriteBatch', 'deferred1000 3.1 c=4', { 'go-shim': 1.3 }),
    ...cpu('no-op, 1,000 a second', 'noop 1000/s', { 'rust-shim': 1.3, 'go-shim': 0.5, 'echo-http2': 1.3 }),
    ...cpu('no-op over TLS', 'noop TLS c=100', { 'go-shim': 1 / 3 }),
    ...cpu('no-op, one at a time', 'noop c=1', { 'fabric-contract-api': 1 / 4.6, 'go-shim': 1 / 1.9 }),
    {
        what: 'the first 4,000 no-ops, of warm ones',
        figure: 'first cpu',
        scenario: 'noop 1000/s',
        server: 'heddle-typed',
        rival: 'heddle-typed',
        timesLess: 1 / 1.4,
    },
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
        timesLess: 1 / 0.8,
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
        timesLess: 1 / 0.55,
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

function measured(results: Results, { figure, scenario, server, rival, rivalScenario = scenario }: Goal): number {
    if (figure === 'start') return startOf(results, rival) / startOf(results, server);
    const theirs = find(results, rivalScenario, rival);
    const ours = find(results, scenario, server);
    if (theirs === undefined || ours === undefined) return NaN;
    if (figure === 'cpu') return cpuRatio(theirs, ours);
    // What is warm is told by the rounds.
    if (figure === 'first cpu') return medianOf(theirs, 'cpuMicros') / (ours.firstMicros ?? NaN);
    return memoryRatio(theirs, ours, figure === 'idle memory' ? 'idleMegabytes' : 'peakMegabytes');
}

function memoryRatio(theirs: ServerResult, ours: ServerResult, field: 'idleMegabytes' | 'peakMegabytes'): number {
    return (theirs[field] ?? NaN) / (ours[field] ?? NaN);
}

function startOf({ starts }: Results, name: ServerName): number {
    return median(starts.find(({ server }) => server === name)?.startMs ?? []);
}
