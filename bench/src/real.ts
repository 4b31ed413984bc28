import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { connectAs, dialPeer, FabricNetwork, findFabricBinaries } from '@heddle/conformance/real-network';
import type { Gateway } from '@hyperledger/fabric-gateway';
import { Contender } from './real/contender';
import { formatReal, type RealResults } from './real/real-results';
import { works } from './real/works';
import { selectServers, type ServerKind } from './servers';

const USAGE = `FABRIC_BIN=folder npm run bench:real -- [options]
  Measures the same chaincode on ours, fabric-contract-api, Go and Rust behind one real peer of Fabric 3.1, in turns;
  writes bench/results/real.json.
  --rounds n          rounds of each work (default 3)
  --seconds n         seconds per round, work and server (default 5)
  --first n           how many calls the first ones of a process are (default 4000)
  --callers n         how many call at once (default 20)
  --servers a,b       only these servers; writes nothing
`;

const OPTIONS = {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    first: { type: 'string', default: '4000' },
    callers: { type: 'string', default: '20' },
    servers: { type: 'string' },
    help: { type: 'boolean', default: false },
} as const;

interface RealOptions {
    readonly rounds: number;
    readonly seconds: number;
    readonly first: number;
    readonly callers: number;
}

const CONTENDERS = ['heddle-typed', 'fabric-contract-api', 'go-shim', 'rust-shim'];
const RUN_UP_MS = 500;
const RESULTS = join(__dirname, '..', 'results');

async function main(): Promise<void> {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help) {
        process.stdout.write(USAGE);
        return;
    }
    const options = {
        rounds: Number(values.rounds),
        seconds: Number(values.seconds),
        first: Number(values.first),
        callers: Number(values.callers),
    };
    const results = await measure(selectServers(values.servers?.split(',') ?? CONTENDERS), options);
    const titles = Object.fromEntries(works.map(({ name, title }) => [name, title]));
    process.stdout.write(`\n${formatReal(results, titles)}\n`);
    if (values.servers !== undefined) return;
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, 'real.json'), `${JSON.stringify(results, undefined, 4)}\n`);
}

async function measure(kinds: readonly ServerKind[], options: RealOptions): Promise<RealResults> {
    const found = findFabricBinaries('3.1');
    if ('missing' in found) throw new Error(found.missing);
    const { binaries } = found;
    const problems = kinds.map((kind) => ({ kind, reason: kind.prepare() }));
    const able = problems.flatMap(({ kind, reason }) => (reason === undefined ? [kind] : []));
    await using network = await FabricNetwork.start({ binaries });
    const client = dialPeer(network);
    const gateway = connectAs(client, network.clients.Org1);
    try {
        return {
            fabric: binaries.version,
            node: process.version,
            gatewayClient: gatewayVersion(),
            processors: availableParallelism(),
            callers: options.callers,
            rounds: options.rounds,
            secondsPerRound: options.seconds,
            skipped: problems.flatMap(({ kind, reason }) =>
                reason === undefined ? [] : [{ server: kind.name, reason }],
            ),
            servers: await measureInTurns(network, gateway, able, options),
        };
    } finally {
        gateway.close();
        client.close();
    }
}

async function measureInTurns(
    network: FabricNetwork,
    gateway: Gateway,
    kinds: readonly ServerKind[],
    options: RealOptions,
): Promise<RealResults['servers']> {
    const contenders: Contender[] = [];
    try {
        for (const kind of kinds) {
            process.stderr.write(`${kind.title}\n`);
            contenders.push(await Contender.enter(network, kind, gateway, options));
        }
        for (let round = 1; round <= options.rounds; round++) await measureRound(contenders, round, options);
        return contenders.map(({ results }) => results);
    } finally {
        await Promise.all(contenders.map((contender) => contender.close()));
    }
}

async function measureRound(
    contenders: readonly Contender[],
    round: number,
    { callers, seconds }: RealOptions,
): Promise<void> {
    for (const work of works) {
        process.stderr.write(`round ${round}: ${work.title}\n`);
        const able = contenders.filter(({ kind }) => work.servers?.includes(kind.name) !== false);
        for (const contender of able) {
            await contender.runUp(work, { callers, milliseconds: RUN_UP_MS });
            await contender.measure(work, { callers, milliseconds: seconds * 1000 });
        }
    }
}

function gatewayVersion(): string {
    const file = join(require.resolve('@hyperledger/fabric-gateway'), '..', '..', 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
