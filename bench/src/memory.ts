import { inspect } from 'node:util';
import { LoadPeer } from './generator/peer';
import { table } from './report';
import { ServerProcess } from './server-process';
import { selectServers } from './servers';
import { workloads } from './workloads';

const TRANSACTIONS = 1_000_000;
const SHOWN_EVERY = 100_000;
/** Length of a turn of no-ops or of get + put, in transactions. */
const TURN = 5000;
const CONCURRENCY = 100;
/** A turn takes less than a second; a server that hangs must not stop the run for ever. */
const TURN_MS = 60_000;

/** Runs a million transactions against one server of a typed contract, and prints how much memory it has meanwhile. */
async function main(): Promise<void> {
    const [kind] = selectServers(['heddle-typed']);
    if (kind === undefined) throw new Error('there is no typed contract to serve');
    const server = await ServerProcess.start(kind, { tls: false });
    try {
        const peer = await LoadPeer.dial({ address: server.address, fabric: '2.5' });
        const rows = await runAll(server, peer);
        peer.close();
        process.stdout.write(`${table(['transactions', 'RSS MB', 'at its most'], rows)}\n`);
    } finally {
        await server.close();
    }
}

async function runAll(server: ServerProcess, peer: LoadPeer): Promise<string[][]> {
    const rows = [rowOf(0, server)];
    for (let done = 0; done < TRANSACTIONS;) {
        done += await turn(peer);
        if (done % SHOWN_EVERY === 0) rows.push(rowOf(done, server));
    }
    return rows;
}

async function turn(peer: LoadPeer): Promise<number> {
    const options = { concurrency: CONCURRENCY, milliseconds: TURN_MS, transactions: TURN };
    const noops = await peer.run(workloads.noop, options);
    const writes = await peer.run(workloads.getput, options);
    return noops.transactions + writes.transactions;
}

function rowOf(done: number, { memory }: ServerProcess): string[] {
    const megabytes = (value = NaN): string => value.toFixed(1);
    return [done.toLocaleString('en'), megabytes(memory?.rssMegabytes), megabytes(memory?.peakMegabytes)];
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
