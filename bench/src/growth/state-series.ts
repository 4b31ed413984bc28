import { type Chaincode, type ChaincodeStub, createLogger, SessionRunner, success } from '@heddle/core';
import { LocalPeer, type TransactionRequest } from '@heddle/local-peer';
import { createStreamPair } from '@heddle/protocol';
import { median } from '../statistics';
import { keyOf, VALUE } from '../workloads';
import type { Point, Series } from './series';

/** What grows is what is left behind, so these sizes are measured one after the other, from the smallest on. */
const SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000];
/** Keys written by one transaction; a thousand fit into one batch. */
const FILLED_AT_ONCE = 1000;
const PAGE_ROWS = 100;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 25;
const CALLS_PER_ROUND = 100;
/** In flight at once, each with its own key, so that they do not invalidate each other; the smallest state has ten. */
const CONCURRENCY = 10;

/**
 * What the embedded peer and a chaincode in the same process take per transaction, over the number of keys in the state,
 * in memory: reading and writing a key, committed in a block, and reading a page of a range.
 */
export async function stateSeries(onProgress: (line: string) => void): Promise<Series[]> {
    const peer = await startPeer();
    try {
        // The first calls run code that is not compiled yet.
        await fill(peer, 0, CONCURRENCY);
        for (let round = 0; round < WARM_UP_ROUNDS; round++) await measureBoth(peer, CONCURRENCY);
        const costs = await measureSizes(peer, onProgress);
        const grows = 'keys in the state';
        const points = (cost: keyof Cost): Point[] => costs.map((each) => ({ size: each.size, micros: each[cost] }));
        return [
            { name: 'embedded peer, get + put', grows, points: points('write') },
            { name: `embedded peer, page of ${PAGE_ROWS}`, grows, points: points('page') },
        ];
    } finally {
        await peer.close();
    }
}

/** Microseconds per transaction. */
interface Cost {
    readonly write: number;
    readonly page: number;
}

async function measureSizes(
    peer: LocalPeer,
    onProgress: (line: string) => void,
): Promise<(Cost & { readonly size: number })[]> {
    const costs: (Cost & { readonly size: number })[] = [];
    let filled = 0;
    for (const size of SIZES) {
        onProgress(`${size} keys in the embedded peer`);
        await fillBetween(peer, filled, size);
        filled = size;
        costs.push({ size, ...(await measureRounds(peer, size)) });
    }
    return costs;
}

/** The medians over the rounds. */
async function measureRounds(peer: LocalPeer, size: number): Promise<Cost> {
    const rounds: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureBoth(peer, size));
    return { write: median(rounds.map(({ write }) => write)), page: median(rounds.map(({ page }) => page)) };
}

async function fillBetween(peer: LocalPeer, from: number, to: number): Promise<void> {
    for (let first = from; first < to; first += FILLED_AT_ONCE)
        await fill(peer, first, Math.min(FILLED_AT_ONCE, to - first));
}

async function startPeer(): Promise<LocalPeer> {
    const packageId = 'growth:1';
    const peer = await LocalPeer.start();
    peer.install({
        name: 'growth',
        packageId,
        connect: () => {
            const [ours, theirs] = createStreamPair();
            const logger = createLogger('error');
            // Ends with the stream; never rejects.
            void new SessionRunner(ours, { packageId, chaincode, logger }).run();
            return theirs;
        },
    });
    await peer.launch({ chaincode: 'growth' });
    return peer;
}

const functions: Readonly<Record<string, (stub: ChaincodeStub, args: readonly string[]) => Promise<string>>> = {
    async fill(stub, [first, count]) {
        for (let index = 0; index < Number(count); index++)
            await stub.putState(keyOf(Number(first) + index), Buffer.from(VALUE));
        return String(count);
    },
    async getput(stub, [key = '']) {
        const before = await stub.getState(key);
        await stub.putState(key, Buffer.from(VALUE));
        return String(before.length);
    },
    async page(stub, [start = '']) {
        const { iterator } = await stub.getStateByRangeWithPagination(start, '', PAGE_ROWS);
        let rows = 0;
        for await (const row of iterator) rows += row.value.length / VALUE.length;
        return String(rows);
    },
};

const chaincode: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const { fcn, params } = stub.getFunctionAndParameters();
        const call = functions[fcn];
        if (call === undefined) throw new Error(`there is no function ${fcn}`);
        return success(await call(stub, params));
    },
};

async function fill(peer: LocalPeer, first: number, count: number): Promise<void> {
    const { commit, message } = await peer.submit(requestOf('fill', String(first), String(count)));
    if (commit?.status !== 'VALID') throw new Error(`the state was not filled: ${commit?.status ?? message}`);
}

async function measureBoth(peer: LocalPeer, size: number): Promise<Cost> {
    const write = await cpuMicros(async (index) => {
        const { payload, commit } = await peer.submit(requestOf('getput', keyAt(index, size)));
        expect(`${payload.toString()} ${commit?.status}`, `${VALUE.length} VALID`);
    });
    const page = await cpuMicros(async (index) => {
        const rows = Math.min(PAGE_ROWS, size);
        const start = Math.floor((index / CALLS_PER_ROUND) * (size - rows));
        const { payload } = await peer.evaluate(requestOf('page', keyOf(start)));
        expect(payload.toString(), String(rows));
    });
    return { write, page };
}

/** Spreads the calls over all keys; calls that run at once get different ones. */
function keyAt(index: number, size: number): string {
    return keyOf(((index % CONCURRENCY) * Math.floor(size / CONCURRENCY) + Math.floor(index / CONCURRENCY)) % size);
}

async function cpuMicros(call: (index: number) => Promise<void>): Promise<number> {
    const before = process.cpuUsage();
    for (let index = 0; index < CALLS_PER_ROUND; index += CONCURRENCY)
        await Promise.all(Array.from({ length: CONCURRENCY }, (_, offset) => call(index + offset)));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / CALLS_PER_ROUND;
}

function requestOf(name: string, ...args: string[]): TransactionRequest {
    return { chaincode: 'growth', function: name, args };
}

function expect(actual: string, expected: string): void {
    if (actual !== expected) throw new Error(`a transaction was answered with '${actual}' instead of '${expected}'`);
}
