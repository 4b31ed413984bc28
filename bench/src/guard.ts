import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { GUARDED, losses, ratiosOf, type RecordedRatios } from './recorded-ratios';
import { formatReport, REFERENCE } from './report';
import { runBenchmark } from './run-benchmark';
import { quickScenarios } from './scenarios';
import { selectServers } from './servers';

const USAGE = `npm run bench:guard -- [options]
  Fails where our CPU per transaction, as a share of fabric-shim's in the same run, is half as much again as recorded.
  --record            records the ratios of this run instead
`;

const RECORDED = join(__dirname, '..', 'results', 'recorded.json');
const ROUNDS = 3;
const MILLISECONDS_PER_ROUND = 1000;

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: { record: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const results = await runBenchmark({
        scenarios: quickScenarios,
        servers: selectServers([...GUARDED, REFERENCE]),
        rounds: ROUNDS,
        millisecondsPerRound: MILLISECONDS_PER_ROUND,
        onProgress: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(`\n${formatReport(results, [])}\n\n`);
    const ratios = ratiosOf(results);
    if (values.record) writeFileSync(RECORDED, `${JSON.stringify(ratios, undefined, 4)}\n`);
    else compare(ratios);
}

function compare(ratios: RecordedRatios): void {
    const found = losses(JSON.parse(readFileSync(RECORDED, 'utf8')) as RecordedRatios, ratios);
    if (found.length === 0) {
        process.stdout.write('No ratio fell by a third of what was recorded.\n');
        return;
    }
    process.stderr.write(`${found.join('\n')}\n`);
    process.exitCode = 1;
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
