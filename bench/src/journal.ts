import { inspect, parseArgs } from 'node:util';
import { LoadPeer } from './generator/peer';
import { table } from './report';
import { allScenarios, nameOf, type Scenario } from './scenarios';
import { ServerProcess } from './server-process';
import { selectServers, type ServerName } from './servers';
import { median } from './statistics';

/**
 * Measures what a journal costs a server, at its default settings: the same contract with one and without, turn by turn, CPU
 * of the whole process by transaction. Other work on the machine only adds to it: so the least of the rounds is compared, and
 * the median of the rounds' ratios says how far to believe that. Run by `npm run bench:journal`.
 */

const USAGE = `npm run bench:journal -- [options]
  --rounds n          rounds per scenario (default 20)
  --seconds n         seconds per round and server (default 0.5)
  --scenarios a,b     default: noop c=100, getput c=100, rw10 c=100
`;

const SCENARIOS = ['noop c=100', 'getput c=100', 'rw10 c=100'];
const WARM_UP_MS = 2_000;

/** A server that is loaded. */
interface Loaded extends AsyncDisposable {
    /** CPU of the process by transaction, in microseconds. */
    measure(milliseconds: number): Promise<number>;
}

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            rounds: { type: 'string', default: '20' },
            seconds: { type: 'string', default: '0.5' },
            scenarios: { type: 'string', default: SCENARIOS.join(',') },
            help: { type: 'boolean', default: false },
        },
    });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const rows: string[][] = [];
    for (const name of values.scenarios.split(',')) {
        process.stderr.write(`${name}\n`);
        rows.push(await compare(scenarioOf(name.trim()), Number(values.rounds), Number(values.seconds) * 1_000));
    }
    const head = ['scenario', 'without, µs CPU', 'with a journal, µs CPU', 'more', 'median of the rounds'];
    process.stdout.write(`${table(head, rows)}\n`);
}

function scenarioOf(name: string): Scenario {
    const found = allScenarios.find((one) => nameOf(one) === name);
    if (found === undefined) throw new Error(`there is no scenario ${name}`);
    return found;
}

async function compare(scenario: Scenario, rounds: number, milliseconds: number): Promise<string[]> {
    await using without = await load('heddle-typed', scenario);
    await using recorded = await load('heddle-journal', scenario);
    const [off, on, ratios]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
        // In turn, since the second of two may find another machine.
        const order = round % 2 === 0 ? [without, recorded] : [recorded, without];
        const found = new Map<Loaded, number>();
        for (const one of order) found.set(one, await one.measure(milliseconds));
        const [first = NaN, second = NaN] = [found.get(without), found.get(recorded)];
        off.push(first);
        on.push(second);
        ratios.push(second / first);
    }
    const [least, leastRecorded] = [Math.min(...off), Math.min(...on)];
    return [
        nameOf(scenario),
        least.toFixed(1),
        leastRecorded.toFixed(1),
        percentOf(leastRecorded / least),
        percentOf(median(ratios)),
    ];
}

/** How much more it is. */
function percentOf(ratio: number): string {
    return `${Math.round(100 * (ratio - 1))} %`;
}

async function load(name: ServerName, scenario: Scenario): Promise<Loaded> {
    const [kind] = selectServers([name]);
    const problem = kind?.prepare();
    if (kind === undefined || problem !== undefined) throw new Error(`${name} cannot run: ${problem}`);
    const server = await ServerProcess.start(kind, { tls: scenario.tls });
    const peer = await LoadPeer.dial({ address: server.address, fabric: scenario.fabric });
    await peer.run(scenario.workload, { ...scenario, milliseconds: WARM_UP_MS });
    return {
        async measure(milliseconds) {
            const begin = server.cpuSeconds ?? NaN;
            const { transactions } = await peer.run(scenario.workload, { ...scenario, milliseconds });
            return (1e6 * ((server.cpuSeconds ?? NaN) - begin)) / transactions;
        },
        async [Symbol.asyncDispose]() {
            peer.close();
            await server.close();
        },
    };
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
