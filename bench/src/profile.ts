import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { type CpuProfile, selfTimes } from './cpu-profile';
import { LoadPeer } from './generator/peer';
import { allScenarios, nameOf } from './scenarios';
import { ServerProcess } from './server-process';
import { selectServers } from './servers';

const USAGE = `npm run bench:profile -- [options]
  --server name       a server of Node (default heddle-raw)
  --scenario name     such as 'getput c=100' (default 'noop c=100')
  --seconds n         how long (default 5)
  --top n             how many functions are shown (default 10)
`;

const WARM_UP_MS = 2000;

/** Loads one server under Node's profiler, and prints where its time went. */
async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            server: { type: 'string', default: 'heddle-raw' },
            scenario: { type: 'string', default: 'noop c=100' },
            seconds: { type: 'string', default: '5' },
            top: { type: 'string', default: '10' },
            help: { type: 'boolean', default: false },
        },
    });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'heddle-profile-'));
    const seconds = Number(values.seconds);
    await load(values.server, values.scenario, { seconds, folder });
    const [file] = readdirSync(folder);
    if (file === undefined) throw new Error(`${values.server} wrote no profile: is it a server of Node?`);
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    const lines = selfTimes(profile, seconds)
        .slice(0, Number(values.top))
        .map(({ place, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${place}`);
    process.stdout.write(`${lines.join('\n')}\n${join(folder, file)}\n`);
}

async function load(server: string, scenarioName: string, to: { seconds: number; folder: string }): Promise<void> {
    const [kind] = selectServers([server]);
    const scenario = allScenarios.find((each) => nameOf(each) === scenarioName);
    if (kind === undefined || scenario === undefined) throw new Error(`there is no scenario '${scenarioName}'`);
    const problem = kind.prepare();
    if (problem !== undefined) throw new Error(`${server} cannot run: ${problem}`);
    const nodeOptions = ['--cpu-prof', '--cpu-prof-dir', to.folder, '--require', join(__dirname, 'exit-on-sigterm.js')];
    const running = await ServerProcess.start(kind, { tls: scenario.tls, nodeOptions });
    const { address, tlsAuthority } = running;
    try {
        const peer = await LoadPeer.dial({ address, tlsAuthority, fabric: scenario.fabric });
        await peer.run(scenario.workload, { ...scenario, milliseconds: WARM_UP_MS });
        const cpu = running.cpuSeconds;
        const { transactions, seconds } = await peer.run(scenario.workload, {
            ...scenario,
            milliseconds: to.seconds * 1000,
        });
        const micros = cpu === undefined ? NaN : (((running.cpuSeconds ?? NaN) - cpu) * 1e6) / transactions;
        const rate = (transactions / seconds).toFixed(0);
        process.stdout.write(`${server}, ${scenarioName}: ${rate} tx/s, ${micros.toFixed(1)} µs CPU per transaction\n`);
        peer.close();
    } finally {
        await running.close();
    }
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
