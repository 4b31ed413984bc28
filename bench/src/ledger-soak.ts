import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaincode, createLogger, SessionRunner, success } from '@heddle/core';
import { LocalPeer } from '@heddle/local-peer';
import { createStreamPair, type MessageStream } from '@heddle/protocol';

/**
 * Commits many transactions at a local peer with its ledger on disk, then opens the ledger again and looks for each of
 * them: `npm run soak -- [transactions] [at once]`, 100,000 and 32 by default. Prints memory and speed on the way; its
 * exit code is 1 where anything is lost.
 */

const NAME = 'soak';
const REPORTS = 20;
const MIB = 1024 * 1024;

/** Reads a key and writes it. */
const chaincode: Chaincode = {
    Init: () => Promise.resolve(success()),
    Invoke: async (stub) => {
        const [key = ''] = stub.getFunctionAndParameters().params;
        await stub.getState(key);
        await stub.putState(key, valueOf(key));
        return success(key);
    },
};

function valueOf(key: string): string {
    return `value of ${key}`.padEnd(100, '.');
}

function connect(): MessageStream {
    const [ours, theirs] = createStreamPair();
    const logger = createLogger('error', (line) => process.stderr.write(line));
    // Ends with the stream; never rejects.
    void new SessionRunner(ours, { packageId: `${NAME}:1`, chaincode, logger }).run();
    return theirs;
}

/** Of a transaction id, as much as tells it from all others here: whole ones would be most of what is measured. */
function markOf(txId: string): bigint {
    return Buffer.from(txId.slice(0, 16), 'hex').readBigUInt64LE();
}

/** @returns the marks of the transactions that were committed */
async function submitAll(path: string, count: number, atOnce: number): Promise<BigUint64Array> {
    await using peer = await LocalPeer.start({ store: { path } });
    peer.install({ name: NAME, packageId: `${NAME}:1`, connect });
    const marks = new BigUint64Array(count);
    let done = 0;
    const start = performance.now();
    let next = 0;
    const lane = async (): Promise<void> => {
        while (next < count) {
            const key = String(next++);
            const { txId, commit } = await peer.submit({ chaincode: NAME, function: 'put', args: [key] });
            if (commit?.status !== 'VALID')
                throw new Error(`transaction ${key} is ${commit?.status ?? 'not endorsed'}`);
            marks[done++] = markOf(txId);
            if (done % Math.ceil(count / REPORTS) === 0) report(done, performance.now() - start);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return marks;
}

function report(done: number, elapsedMs: number): void {
    const { rss, heapUsed, external } = process.memoryUsage();
    const figures = [
        `${done} transactions`,
        `${Math.round((done / elapsedMs) * 1000)}/s`,
        `RSS ${Math.round(rss / MIB)} MiB`,
        `heap ${Math.round(heapUsed / MIB)} MiB`,
        `external ${Math.round(external / MIB)} MiB`,
    ];
    process.stdout.write(`${figures.join(', ')}\n`);
}

/** How many of the transactions, and of their keys, the ledger has after it was opened again. */
async function findAll(path: string, marks: ReadonlySet<bigint>): Promise<{ transactions: number; keys: number }> {
    await using peer = await LocalPeer.start({ store: { path } });
    const states = await peer.states({ chaincode: NAME });
    const keys = states.filter(({ key, value }) => value.toString() === valueOf(key)).length;
    const height = await peer.height();
    const found = new Set<bigint>();
    for await (const { number, transactions } of await peer.blocks({ startBlock: 0n })) {
        // A configuration has no id.
        const valid = transactions.filter(({ status, txId }) => status === 'VALID' && txId !== '');
        const known = valid.map(({ txId }) => markOf(txId)).filter((mark) => marks.has(mark));
        for (const mark of known) found.add(mark);
        if (number === height - 1n) break;
    }
    process.stdout.write(`opened again: ${height} blocks, ${found.size} transactions, ${keys} keys\n`);
    return { transactions: found.size, keys };
}

async function soak(count: number, atOnce: number): Promise<void> {
    const path = mkdtempSync(join(tmpdir(), 'heddle-soak-'));
    try {
        const marks = new Set(await submitAll(path, count, atOnce));
        const { transactions, keys } = await findAll(path, marks);
        const isWhole = marks.size === count && transactions === count && keys === count;
        process.stdout.write(isWhole ? 'nothing is lost\n' : `LOST: ${count} were submitted\n`);
        process.exitCode = isWhole ? 0 : 1;
    } finally {
        rmSync(path, { recursive: true, force: true });
    }
}

const [count = '100000', atOnce = '32'] = process.argv.slice(2);
void soak(Number(count), Number(atOnce));
