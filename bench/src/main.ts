import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { formatGoalTable } from './goal-table';
import { drawPlot } from './plot';
import { formatReport } from './report';
import type { Results } from './results';
import { runBenchmark } from './run-benchmark';
import { allScenarios, nameOf, quickScenarios, type Scenario } from './scenarios';
import { selectServers } from './servers';

const USAGE = `npm run bench -- [options]
  --quick             five scenarios, short rounds: about a minute, writes nothing
  --scenarios a,b     only scenarios whose names begin with one of these; writes nothing
  --servers a,b       only these servers; writes nothing
  --rounds n          rounds per scenario (default 3; quick 2)
  --seconds n         seconds per round and server (default 1.5; quick 0.6)
  --goals             runs nothing; prints which goals the last full run has met, as a table in Markdown
  --keepalive n       the peers send KEEPALIVE every n milliseconds; fabric-shim ends its process at the first one
`;

const OPTIONS = {
    quick: { type: 'boolean' },
    scenarios: { type: 'string' },
    servers: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    keepalive: { type: 'string' },
    goals: { type: 'boolean' },
    help: { type: 'boolean' },
} as const;
type OptionValues = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const RESULTS = join(__dirname, '..', 'results');

const FULL = { rounds: 3, seconds: 1.5 };
const QUICK = { rounds: 2, seconds: 0.6 };

async function main(): Promise<void> {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help === true) process.stdout.write(USAGE);
    else if (values.goals === true) process.stdout.write(`${formatGoalTable(lastResults())}\n`);
    else await benchmark(values);
}

async function benchmark({ quick = false, scenarios, servers, ...values }: OptionValues): Promise<void> {
    const length = quick ? QUICK : FULL;
    const results = await runBenchmark({
        scenarios: selectScenarios(quick ? quickScenarios : allScenarios, scenarios),
        servers: selectServers(servers?.split(',')),
        rounds: Number(values.rounds ?? length.rounds),
        millisecondsPerRound: Number(values.seconds ?? length.seconds) * 1000,
        keepaliveMs: milliseconds(values.keepalive),
        onProgress: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(`\n${formatReport(results)}\n`);
    const isWhole = !quick && scenarios === undefined && servers === undefined;
    if (isWhole) keep(results);
}

function lastResults(): Results {
    return JSON.parse(readFileSync(join(RESULTS, 'latest.json'), 'utf8')) as Results;
}

function milliseconds(option: string | undefined): number | undefined {
    return option === undefined ? undefined : Number(option);
}

function selectScenarios(scenarios: readonly Scenario[], names: string | undefined): Scenario[] {
    const wanted = names?.split(',') ?? [''];
    const selected = scenarios.filter((scenario) => wanted.some((name) => nameOf(scenario).startsWith(name)));
    if (selected.length > 0) return selected;
    throw new Error(`no scenario begins with ${names ?? ''}; there are ${scenarios.map(nameOf).join(', ')}`);
}

function keep(results: Results): void {
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, 'latest.json'), `${JSON.stringify(results, undefined, 4)}\n`);
    writeFileSync(join(RESULTS, 'latest.svg'), drawPlot(results));
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
