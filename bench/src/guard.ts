import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { cpuSecondsOf } from './process-figures';
import { GUARDED, type Loss, losses, lowerOf, PACED_RIVALS, ratiosOf, type RecordedRatios } from './recorded-ratios';
import { formatReport, REFERENCE } from './report';
import type { Results } from './results';
import { runBenchmark } from './run-benchmark';
import { guardedScenarios, nameOf, type Scenario } from './scenarios';
import { selectServers, type ServerKind, titleOf } from './servers';

const USAGE = `npm run bench:guard -- [options]
  Fails where our CPU per transaction, as a share of fabric-shim's in the same run, is half as much again as recorded,
  three times, and so for transactions that come one by one, beside the Go shim and an echo on node:http2, too: what fails is measured again, for the machine may have been disturbed, or a process of one of the servers.
  --record            records the lower ratios of two runs instead
`;

/** What the guard looks at. */
type RunResults = Pick<Results, 'scenarios' | 'skipped'>;

const RECORDED = join(__dirname, '..', 'results', 'recorded.json');
/** A process can be slower than its like for as long as it lives; three in a row are not. */
const ATTEMPTS = 3;
const ROUNDS = 3;
const MILLISECONDS_PER_ROUND = 700;

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: { record: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const obstacle = obstacleToMeasuring();
    if (obstacle !== undefined) process.stdout.write(`The guard did not measure: ${obstacle}.\n`);
    else if (values.record) await record();
    else await compare();
}

/** Why there is nothing to compare here; undefined where there is. */
function obstacleToMeasuring(): string | undefined {
    if (cpuSecondsOf(process.pid) === undefined) return 'the CPU of a process is read from /proc, which is not here';
    const [reference] = selectServers([REFERENCE]);
    const problem = reference?.prepare();
    return problem === undefined ? undefined : `${titleOf(REFERENCE)} is missing, ${problem}`;
}

async function record(): Promise<void> {
    const ratios = lowerOf(ratiosOf(await measure(guardedScenarios)), ratiosOf(await measure(guardedScenarios)));
    writeFileSync(RECORDED, `${JSON.stringify(ratios, undefined, 4)}\n`);
}

async function compare(): Promise<void> {
    const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as RecordedRatios;
    let fallen = lossesOf(recorded, await measure(guardedScenarios));
    for (let attempt = 1; attempt < ATTEMPTS && fallen.length > 0; attempt++) {
        process.stdout.write(`Measured again, for it fell by a third:\n${fallen.map(textOf).join('\n')}\n`);
        fallen = await fallenAgain(recorded, fallen);
    }
    if (fallen.length === 0) {
        process.stdout.write('No ratio fell by a third of what was recorded.\n');
        return;
    }
    process.stderr.write(`${fallen.map(textOf).join('\n')}\n`);
    process.exitCode = 1;
}

/** Measures once more what fell; says what has fallen in this run, too. */
async function fallenAgain(recorded: RecordedRatios, before: readonly Loss[]): Promise<Loss[]> {
    const scenarios = guardedScenarios.filter((scenario) => before.some((loss) => loss.scenario === nameOf(scenario)));
    const now = lossesOf(recorded, await measure(scenarios));
    return now.filter((loss) =>
        before.some(({ scenario, server }) => loss.scenario === scenario && loss.server === server),
    );
}

/** Where a rival of the paced load could not take part, nothing is lost: Go need not be installed. */
function lossesOf(recorded: RecordedRatios, results: RunResults): Loss[] {
    const skipped = results.skipped.map(({ server }) => server).filter((server) => PACED_RIVALS.includes(server));
    return losses(recorded, ratiosOf(results), skipped);
}

function textOf({ scenario, server, text }: Loss): string {
    return `${scenario}: ${server} ${text}`;
}

/** Everybody is measured under the load that is many at once; the paced load is dear, and so only what it is about. */
async function measure(scenarios: readonly Scenario[]): Promise<RunResults> {
    const isPaced = (scenario: Scenario): boolean => 'perSecond' in scenario;
    const many = scenarios.filter((scenario) => !isPaced(scenario));
    const paced = scenarios.filter(isPaced);
    const runs: Results[] = [];
    if (many.length > 0) runs.push(await run(many, selectServers([...GUARDED, REFERENCE])));
    if (paced.length > 0) runs.push(await run(paced, selectServers(['heddle-typed', REFERENCE, ...PACED_RIVALS])));
    return {
        scenarios: runs.flatMap((results) => results.scenarios),
        skipped: runs.flatMap((results) => results.skipped),
    };
}

async function run(scenarios: readonly Scenario[], servers: readonly ServerKind[]): Promise<Results> {
    const results = await runBenchmark({
        scenarios,
        servers,
        rounds: ROUNDS,
        millisecondsPerRound: MILLISECONDS_PER_ROUND,
        onProgress: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(`\n${formatReport(results, [])}\n\n`);
    return results;
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
