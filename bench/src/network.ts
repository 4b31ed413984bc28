import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { MeasuredNetwork, type Round } from './network/measured-network';
import type { Work } from './network/network-clients';
import { measureStarts, type NetworkStarts } from './network/network-starts';
import { table } from './report';
import { median, pairedRatio } from './statistics';

const USAGE = `npm run bench:network -- [options]
  Measures an embedded network behind its gateway: submits, until they are committed, and evaluates; a network in one
  process, its clients in another one. Then the start and the close of test networks.
  --clients a,b,c     how many call at once (default 1,10,50)
  --works a,b         what they call (default submit,evaluate)
  --rounds n          rounds of each (default 3)
  --seconds n         seconds per round (default 3)
  --starts n          how many networks are started (default 100)
  --against folder    another checkout of this repository, built: measured in turns with this one
  --profile folder    where to write a CPU profile of each network's process (default: none)
`;

const OPTIONS = {
    clients: { type: 'string', default: '1,10,50' },
    works: { type: 'string', default: 'submit,evaluate' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    starts: { type: 'string', default: '100' },
    against: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
} as const;

const RUN_UP_MS = 1000;
const BUILT = join('bench', 'dist', 'network');

interface Measurement {
    readonly works: readonly Work[];
    readonly clients: readonly number[];
    readonly rounds: number;
    readonly milliseconds: number;
}

async function main(): Promise<void> {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const { against, profile } = values;
    const folders = [join(__dirname, 'network'), ...(against === undefined ? [] : [join(against, BUILT)])];
    const clients = values.clients.split(',').map(Number);
    const starts = await measureStarts(Number(values.starts));
    const networks: MeasuredNetwork[] = [];
    try {
        for (const folder of folders)
            networks.push(await MeasuredNetwork.start({ folder, clients: Math.max(...clients), profile }));
        const rows = await measureAll(networks, {
            works: values.works.split(',') as Work[],
            clients,
            rounds: Number(values.rounds),
            milliseconds: Number(values.seconds) * 1000,
        });
        process.stdout.write(`${rows}\n\n${formatStarts(starts)}\n`);
    } finally {
        for (const network of networks) await network.close();
    }
}

/** @returns the table */
async function measureAll(networks: readonly MeasuredNetwork[], measurement: Measurement): Promise<string> {
    const rows: string[][] = [];
    for (const work of measurement.works)
        for (const clients of measurement.clients)
            rows.push(
                rowOf([work, String(clients)], await measureInTurns(networks, work, { ...measurement, clients })),
            );
    const head = ['what', 'clients', 'a second', 'a block', 'CPU ms', 'CPU ms of clients'];
    const compared = networks.length > 1 ? ['a second, ÷ other', 'CPU, ÷ other'] : [];
    return table([...head, ...compared], rows);
}

/** The rounds of each network. */
async function measureInTurns(
    networks: readonly MeasuredNetwork[],
    work: Work,
    options: { readonly clients: number; readonly rounds: number; readonly milliseconds: number },
): Promise<Round[][]> {
    const rounds: Round[][] = networks.map(() => []);
    for (const network of networks) await network.measure(work, { ...options, milliseconds: RUN_UP_MS });
    for (let round = 0; round < options.rounds; round++)
        for (const [index, network] of networks.entries()) rounds[index]?.push(await network.measure(work, options));
    return rounds;
}

function rowOf(head: readonly string[], [own = [], other]: readonly (readonly Round[])[]): string[] {
    const figures = (rounds: readonly Round[], figure: keyof Round): number[] => rounds.map((round) => round[figure]);
    const ratio = (figure: keyof Round): string =>
        other === undefined ? '' : pairedRatio(figures(own, figure), figures(other, figure)).toFixed(2);
    return [
        ...head,
        median(figures(own, 'aSecond')).toLocaleString('en', { maximumFractionDigits: 0 }),
        perBlock(median(figures(own, 'aBlock'))),
        median(figures(own, 'cpuMs')).toFixed(2),
        median(figures(own, 'clientCpuMs')).toFixed(2),
        ...(other === undefined ? [] : [ratio('aSecond'), ratio('cpuMs')]),
    ];
}

/** Evaluates are in no block. */
function perBlock(calls: number): string {
    return Number.isFinite(calls) ? calls.toFixed(1) : '–';
}

function formatStarts({ first, start, close, cpu }: NetworkStarts): string {
    const head = ['TestNetwork', 'first start ms', 'start ms', 'close ms', 'CPU ms'];
    return table(head, [['one contract', ...[first, start, close, cpu].map((value) => value.toFixed(1))]]);
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
