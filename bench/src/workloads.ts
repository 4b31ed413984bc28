import type { StateStore } from './generator/state-store';
import type { ServerName } from './servers';
import type { WorkloadName } from './workload-name';

/**
 * What one transaction asks of a chaincode. Every answer is checked: a function that reads state answers with the number
 * of bytes that it read.
 */
export interface TransactionKind {
    /** For people. */
    readonly name: string;
    /** The function's name and its arguments; KEY in them is replaced by the transaction's key. */
    readonly args: readonly string[];
    /** How many different keys the transactions take in turn. */
    readonly keys: number;
    /** Puts into the store what the function reads. */
    readonly seed: (store: StateStore) => void;
    /** The payload of a right answer. */
    readonly answer: (key: string) => string;
    /** Keys read and written by one transaction, by which the whole load is checked. */
    readonly reads: number;
    readonly writes: number;
}

/** What is compared: every server implements the same functions. */
export interface Workload extends TransactionKind {
    readonly name: WorkloadName;
    /** The servers that have the function; all, unless said. */
    readonly servers?: readonly ServerName[];
}

/** Stands for the transaction's key in the arguments; as long as a key, so that one can be written over the other. */
export const KEY = '@@@@@@@@';

/** What is read and written, unless said. */
export const VALUE = 'v'.repeat(100);
const KEYS = 1000;
const RANGE_KEYS = 1000;
const READ_KEYS = 100;

/** Eight characters: k0000000, k0000001, … */
export function keyOf(index: number): string {
    return `k${String(index).padStart(KEY.length - 1, '0')}`;
}

const stateless = { keys: KEYS, seed: () => undefined, reads: 0, writes: 0 } as const;

/** The class argument: six fields of text, numbers, a boolean and one of three words. */
const ASSET = { id: KEY, owner: 'Tomoko', size: 5, value: 300.5, sealed: true, color: 'blue' };

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
    noop: { ...stateless, name: 'noop', args: ['noop'], answer: () => 'ok' },
    dto: { ...stateless, name: 'dto', args: ['dto', JSON.stringify(ASSET)], answer: (key) => key },
    getput: {
        name: 'getput',
        args: ['getput', KEY, VALUE],
        keys: KEYS,
        seed: (store) => {
            for (let index = 0; index < KEYS; index++) store.put(keyOf(index), Buffer.from(VALUE));
        },
        answer: () => String(VALUE.length),
        reads: 1,
        writes: 1,
    },
    rw10: {
        name: 'rw10',
        args: ['rw10', KEY, VALUE],
        keys: KEYS,
        seed: (store) => {
            for (let index = 0; index < KEYS * 10; index++)
                store.put(`${keyOf(Math.floor(index / 10))}-${index % 10}`, Buffer.from(VALUE));
        },
        answer: () => String(VALUE.length * 10),
        reads: 10,
        writes: 10,
    },
    range: range('range'),
    // The other shims have rows alone.
    pages: { ...range('pages'), servers: ['heddle-raw', 'heddle-typed'] },
    copy100k: copy('copy100k', 100_000),
    copy1m: copy('copy1m', 1_000_000),
    gets100: {
        name: 'gets100',
        args: ['gets100', 'read-'],
        keys: KEYS,
        seed: (store) => {
            for (let index = 0; index < READ_KEYS; index++) store.put(`read-${index}`, Buffer.from(VALUE));
        },
        answer: () => String(VALUE.length * READ_KEYS),
        reads: READ_KEYS,
        writes: 0,
    },
    puts100: puts('puts100', 100),
    puts1000: puts('puts1000', 1000),
    deferred100: deferred('deferred100', 100),
    deferred1000: deferred('deferred1000', 1000),
    entities10: {
        name: 'entities10',
        args: ['Rows:updateByState', KEY, '10'],
        keys: KEYS,
        seed: (store) => {
            for (let index = 0; index < KEYS * 10; index++) {
                const id = `${keyOf(Math.floor(index / 10))}-${index % 10}`;
                store.put(`\0asset\0${id}\0`, Buffer.from(JSON.stringify({ ...ASSET, id })));
            }
        },
        answer: () => '10',
        reads: 10,
        writes: 10,
        servers: ['heddle-typed'],
    },
    cpu1ms: {
        ...stateless,
        name: 'cpu1ms',
        args: ['compute', '1000'],
        answer: () => 'ok',
        servers: ['heddle-raw', 'heddle-typed', 'heddle-workers'],
    },
};

/** Reads all rows of a range. */
function range(name: WorkloadName): Workload {
    return {
        name,
        args: [name, 'range-0000', 'range-9999'],
        keys: KEYS,
        seed: (store) => {
            for (let index = 0; index < RANGE_KEYS; index++)
                store.put(`range-${String(index).padStart(4, '0')}`, Buffer.from(VALUE));
        },
        answer: () => String(VALUE.length * RANGE_KEYS),
        reads: RANGE_KEYS,
        writes: 0,
    };
}

/** So many writes, each awaited before the next. Few keys, so that the store stays small. */
function puts(name: WorkloadName, count: number): Workload {
    return {
        name,
        args: ['puts', KEY, VALUE, String(count)],
        keys: 4,
        seed: () => undefined,
        answer: () => String(count),
        reads: 0,
        writes: count,
        servers: [
            'heddle-raw',
            'heddle-typed',
            'fabric-shim',
            'fabric-contract-api',
            'heddle-facade',
            'go-shim',
            'rust-shim',
        ],
    };
}

/** The same where the shim can keep writes back: `writes: 'deferred'` of ours, StartWriteBatch in Go. */
function deferred(name: WorkloadName, count: number): Workload {
    return {
        ...puts(name, count),
        args: ['putsDeferred', KEY, VALUE, String(count)],
        servers: ['heddle-typed', 'go-shim'],
    };
}

/** Gets a large value and puts it under the transaction's key; few keys, so that the store stays small. */
function copy(name: WorkloadName, bytes: number): Workload {
    return {
        name,
        args: ['copy', name, KEY],
        keys: 16,
        seed: (store) => {
            store.put(name, Buffer.alloc(bytes, 'x'));
        },
        answer: () => String(bytes),
        reads: 1,
        writes: 1,
    };
}
