import { LoadPeer } from '../generator/peer';
import { ServerProcess } from '../server-process';
import { selectServers } from '../servers';
import { KEY, keyOf, type TransactionKind, VALUE, workloads } from '../workloads';
import { measureInTurns, type Series } from './series';

/** A series of a typed contract under load: its points are the CPU of its server's process per transaction. */
interface ServedSeries {
    readonly name: string;
    readonly grows: string;
    readonly sizes: readonly number[];
    readonly kindOf: (size: number) => TransactionKind;
    readonly concurrencyOf: (size: number) => number;
}

const CONCURRENCIES = [1, 4, 16, 60, 200, 600, 2000];

const served: readonly ServedSeries[] = [
    {
        name: 'gets + puts',
        grows: 'reads, and as many writes, per transaction',
        sizes: [1, 3, 10, 30, 100, 300, 1000],
        kindOf: readsAndWrites,
        concurrencyOf: () => 16,
    },
    {
        name: 'no-op, concurrent',
        grows: 'transactions in flight',
        sizes: CONCURRENCIES,
        kindOf: () => workloads.noop,
        concurrencyOf: (size) => size,
    },
    {
        name: '1 get + 1 put, concurrent',
        grows: 'transactions in flight',
        sizes: CONCURRENCIES,
        kindOf: () => workloads.getput,
        concurrencyOf: (size) => size,
    },
    {
        name: 'copy of a value',
        grows: 'bytes of the value',
        sizes: [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000],
        kindOf: copy,
        concurrencyOf: () => 4,
    },
];

const ROUNDS = 3;
const WARM_UP_MS = 2000;
/** Before each measurement: the size before may have left work behind, such as garbage to collect. */
const RUN_UP_MS = 200;
const MEASURED_MS = 700;
const KEYS = 16;

/** Measures all series of the typed contract, one server after the other. */
export async function servedSeries(onProgress: (line: string) => void): Promise<Series[]> {
    const measured: Series[] = [];
    for (const one of served) {
        onProgress(one.name);
        measured.push(await measureSeries(one));
    }
    return measured;
}

async function measureSeries({ name, grows, sizes, kindOf, concurrencyOf }: ServedSeries): Promise<Series> {
    const [kind] = selectServers(['heddle-typed']);
    const problem = kind?.prepare();
    if (kind === undefined || problem !== undefined) throw new Error(`the typed contract cannot be served: ${problem}`);
    const server = await ServerProcess.start(kind, { tls: false });
    try {
        const peer = await LoadPeer.dial({ address: server.address, fabric: '2.5' });
        const [smallest = 1] = sizes;
        await peer.run(kindOf(smallest), { concurrency: KEYS, milliseconds: WARM_UP_MS });
        const points = await measureInTurns(sizes, ROUNDS, (size) =>
            cpuMicros(server, peer, kindOf(size), concurrencyOf(size)),
        );
        peer.close();
        return { name, grows, points };
    } finally {
        await server.close();
    }
}

async function cpuMicros(
    server: ServerProcess,
    peer: LoadPeer,
    kind: TransactionKind,
    concurrency: number,
): Promise<number> {
    await peer.run(kind, { concurrency, milliseconds: RUN_UP_MS });
    const before = server.cpuSeconds;
    const { transactions } = await peer.run(kind, { concurrency, milliseconds: MEASURED_MS });
    const after = server.cpuSeconds;
    if (before === undefined || after === undefined)
        throw new Error('the CPU of a process is read from /proc: Linux only');
    return ((after - before) * 1e6) / transactions;
}

function readsAndWrites(count: number): TransactionKind {
    return {
        name: `${count} gets + ${count} puts`,
        args: ['rw', KEY, VALUE, String(count)],
        keys: KEYS,
        seed: (store) => {
            for (let index = 0; index < KEYS * count; index++)
                store.put(`${keyOf(index % KEYS)}-${Math.floor(index / KEYS)}`, Buffer.from(VALUE));
        },
        answer: () => String(VALUE.length * count),
        reads: count,
        writes: count,
    };
}

function copy(bytes: number): TransactionKind {
    const from = `value-of-${bytes}`;
    return {
        name: `copy of ${bytes} bytes`,
        args: ['copy', from, KEY],
        keys: KEYS,
        seed: (store) => {
            store.put(from, Buffer.alloc(bytes, 'x'));
        },
        answer: () => String(bytes),
        reads: 1,
        writes: 1,
    };
}
