import { inspect, parseArgs } from 'node:util';
import { NetworkClients, type Work } from './network/network-clients';
import { NetworkProcess } from './network/network-process';
import { measureStarts, type NetworkStarts } from './network/network-starts';
import { table } from './report';
import { median } from './statistics';

const USAGE = `npm run bench:network -- [options]
  Measures an embedded network behind its gateway: submits, until they are committed, and evaluates; a network in one
  process, its clients in another one. Then the start and the close of test networks.
  --clients a,b,c     how many call at once (default 1,10,50)
  --rounds n          rounds of each (default 3)
  --seconds n         seconds per round (default 3)
  --starts n          how many networks are started (default 100)
  --node-options o    options of node for the network's process, such as --cpu-prof
`;

const OPTIONS = {
    clients: { type: 'string', default: '1,10,50' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    starts: { type: 'string', default: '100' },
    'node-options': { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
} as const;

const RUN_UP_MS = 1000;

/** What some clients had of the network in one round. */
interface Round {
    readonly aSecond: number;
    readonly cpuMs: number;
    readonly callsPerBlock: number;
}

async function main(): Promise<void> {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const starts = await measureStarts(Number(values.starts));
    const counts = values.clients.split(',').map(Number);
    const nodeOptions = values['node-options'].split(' ').filter((option) => option !== '');
    const network = await NetworkProcess.start({ clients: Math.max(...counts), nodeOptions });
    const clients = new NetworkClients(network.served);
    const milliseconds = Number(values.seconds) * 1000;
    const rows: string[][] = [];
    try {
        await clients.call('submit', { clients: Math.max(...counts), milliseconds: RUN_UP_MS });
        await clients.call('evaluate', { clients: Math.max(...counts), milliseconds: RUN_UP_MS });
        for (const count of counts) {
            const options = { clients: count, milliseconds, rounds: Number(values.rounds) };
            const submits = await measure({ network, clients }, 'submit', options);
            const evaluates = await measure({ network, clients }, 'evaluate', options);
            rows.push(rowOf(count, submits, evaluates));
        }
    } finally {
        clients.close();
        await network.close();
    }
    const head = ['clients', 'submits/s', 'a block', 'CPU ms/submit', 'evaluates/s', 'CPU ms/evaluate'];
    process.stdout.write(`${table(head, rows)}\n\n${formatStarts(starts)}\n`);
}

async function measure(
    { network, clients }: { readonly network: NetworkProcess; readonly clients: NetworkClients },
    work: Work,
    options: { readonly clients: number; readonly milliseconds: number; readonly rounds: number },
): Promise<Round[]> {
    const rounds: Round[] = [];
    while (rounds.length < options.rounds) {
        const before = { blocks: await network.blocks(), cpu: network.cpuSeconds ?? NaN, time: performance.now() };
        const calls = await clients.call(work, options);
        const seconds = (performance.now() - before.time) / 1000;
        const cpuMs = (((network.cpuSeconds ?? NaN) - before.cpu) * 1000) / calls;
        rounds.push({
            aSecond: calls / seconds,
            cpuMs,
            callsPerBlock: calls / ((await network.blocks()) - before.blocks),
        });
    }
    return rounds;
}

function rowOf(clients: number, submits: readonly Round[], evaluates: readonly Round[]): string[] {
    return [
        String(clients),
        whole(median(submits.map(({ aSecond }) => aSecond))),
        median(submits.map(({ callsPerBlock }) => callsPerBlock)).toFixed(1),
        median(submits.map(({ cpuMs }) => cpuMs)).toFixed(2),
        whole(median(evaluates.map(({ aSecond }) => aSecond))),
        median(evaluates.map(({ cpuMs }) => cpuMs)).toFixed(2),
    ];
}

function formatStarts({ first, start, close, cpu }: NetworkStarts): string {
    const head = ['TestNetwork', 'first start ms', 'start ms', 'close ms', 'CPU ms'];
    return table(head, [['one contract', ...[first, start, close, cpu].map((value) => value.toFixed(1))]]);
}

function whole(value: number): string {
    return value.toLocaleString('en', { maximumFractionDigits: 0 });
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
