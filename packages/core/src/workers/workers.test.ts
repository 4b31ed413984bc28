import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { MessageType, type PeerCapabilities, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChaincodeServer } from '../hosting/chaincode-server';
import type { ChaincodeServerOptions } from '../hosting/server-options';
import type { HostObserver, OperationReport, TransactionReport } from '../observer';
import { ModelPeer } from '../testing/model-peer';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer, type ScriptedTransaction } from '../testing/scripted-peer';
import { batches, resultOf, type TransactionResult } from '../testing/served-session';
import { soon } from '../testing/soon';
import { workerChaincode } from '../testing/worker-chaincode';
import { NAME_OF } from '../transaction-name';
import type { WorkerOptions } from './worker-options';
import { WorkerPool } from './worker-pool';

const FILENAME = join(__dirname, '../testing/worker-chaincode.js');

describe('a server with workers', () => {
    let log: RecordedLog;
    let server: ChaincodeServer | undefined;
    let peer: ScriptedPeer;
    let address: string;
    let txNumber = 0;

    beforeEach(() => {
        log = new RecordedLog();
    });
    afterEach(async () => {
        await peer.close();
        await server?.close({ graceMs: 0 });
    });

    async function start(
        workers: Partial<WorkerOptions> = {},
        options: Partial<ChaincodeServerOptions> = {},
        capabilities?: Partial<PeerCapabilities>,
        chaincode = workerChaincode,
    ): Promise<void> {
        server = new ChaincodeServer(chaincode, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            logger: log,
            workers: { count: 2, filename: FILENAME, ...workers },
            ...options,
        });
        ({ address } = await server.start());
        await dial(capabilities);
    }

    async function dial(capabilities?: Partial<PeerCapabilities>): Promise<void> {
        peer = ScriptedPeer.dial(address);
        expect(await peer.register(capabilities)).toBe('cc:1');
    }

    async function result(...args: readonly (string | Uint8Array)[]): Promise<TransactionResult> {
        return send({ args });
    }

    async function send(transaction: ScriptedTransaction): Promise<TransactionResult> {
        return resultOf(await peer.result({ txId: `tx${++txNumber}`, ...transaction }));
    }

    it('runs transactions in its threads, all of which get some', async () => {
        await start();
        const threads = await Promise.all(Array.from({ length: 8 }, () => result('thread')));
        const ids = new Set(threads.map(({ payload }) => payload.toString()));
        expect(ids.size).toBe(2);
        expect(ids).not.toContain(String(threadId));
    });

    it('runs those here that are not for threads', async () => {
        await start({ runs: (name) => name !== 'thread' });
        expect((await result('thread')).payload.toString()).toBe(String(threadId));
        expect((await result('size', Buffer.alloc(10))).payload.toString()).toBe('10');
    });

    it('runs those here that nobody can decide about, and says so once', async () => {
        const table: Record<string, { readonly heavy: boolean }> = { size: { heavy: true } };
        // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the mistake that this is about
        await start({ runs: (name) => table[name]!.heavy });
        expect((await result('thread')).payload.toString()).toBe(String(threadId));
        expect((await result('thread')).payload.toString()).toBe(String(threadId));
        expect((await result('size', Buffer.alloc(10))).payload.toString()).toBe('10');
        const told = log.messages().filter((message) => message.includes('workers.runs threw'));
        expect(told).toEqual([expect.stringContaining('for the function "thread": the transaction runs where')]);
    });

    it('has the same operations, events and failures', async () => {
        await start({ count: 1 });
        const ledger = new ModelPeer({ a: 'value' });
        ledger.answer(peer);
        const copied = await result('copy', 'a', 'b');
        expect(copied).toMatchObject({ type: MessageType.COMPLETED, status: 200 });
        expect(copied.event.toString()).toContain('copied');
        expect(ledger.writeSet()).toEqual([['b', 'value']]);
        expect((await send({ isInit: true })).payload.toString()).toBe('initialised');
        expect((await result('fail')).message).toMatch(/^INTERNAL_ERROR: /);
        expect((await result('forget')).message).toMatch(/^FLOATING_OPERATION: /);
        expect((await result('size', Buffer.alloc(20 * 1024 * 1024))).payload.toString()).toBe('20971520');
    });

    it('tells an observer of the transactions of threads and of their requests, once each', async () => {
        const transactions: TransactionReport[] = [];
        const operations: OperationReport[] = [];
        const observer: HostObserver = {
            transactionEnded: (report) => transactions.push(report),
            operationEnded: (report) => operations.push(report),
        };
        const named = { ...workerChaincode, [NAME_OF]: (name: string) => ({ contract: 'Test', name }) };
        await start({ count: 1 }, { observer }, undefined, named);
        new ModelPeer({ a: 'value' }, ['bad']).answer(peer);
        await result('copy', 'a', 'b');
        await result('read', 'bad');
        await result('exit');
        await log.line('a worker thread ended');
        await peer.invoke({ txId: 'undelivered', args: ['never'] });
        await soon(() => server?.transactionsInFlight === 1);
        await peer.close();
        await soon(() => transactions.length === 4);
        const told = transactions.map(({ txId, name, status }) => [txId, name?.contract, name?.name, status]);
        const [copied, read, exited] = [txNumber - 2, txNumber - 1, txNumber].map((number) => `tx${number}`);
        expect(told).toEqual([
            [copied, 'Test', 'copy', 200],
            [read, 'Test', 'read', 500],
            [exited, 'Test', 'exit', 500],
            ['undelivered', 'Test', 'never', undefined],
        ]);
        expect(operations.map(({ txId, type, isError }) => [txId, type, isError])).toEqual([
            [copied, 'GET_STATE', false],
            [copied, 'PUT_STATE', false],
            [read, 'GET_STATE', true],
        ]);
        const times = [...transactions, ...operations].map(({ durationMs }) => durationMs);
        expect(times.every((time) => time >= 0)).toBe(true);
    });

    it("knows the peer's capabilities in a thread that joins late", async () => {
        await start({ count: 1 }, {}, batches());
        const ledger = new ModelPeer({ a: '1', b: '2' });
        ledger.answer(peer);
        expect((await result('readBoth')).payload.toString()).toBe('12');
        expect(ledger.asked).toEqual([MessageType.GET_STATE_MULTIPLE]);
    });

    it.each(['exit', 'throwLater'])('fails only what runs in a thread that ends by %s', async (how) => {
        await start();
        await peer.invoke({ txId: 'waits1', args: ['read', 'k'] });
        await peer.invoke({ txId: 'waits2', args: ['read', 'k'] });
        const requests = [
            await peer.next({ type: MessageType.GET_STATE, txId: 'waits1' }),
            await peer.next({ type: MessageType.GET_STATE, txId: 'waits2' }),
        ];
        const crashed = await result(how);
        expect(crashed).toMatchObject({ type: MessageType.COMPLETED, status: 500 });
        expect(crashed.message).toMatch(/^WORKER_FAILED: the thread that ran transaction tx\d+ ended/);
        for (const request of requests) await peer.answer(request, Buffer.from('value'));
        const others = await Promise.all(
            ['waits1', 'waits2'].map((txId) => peer.next({ type: MessageType.COMPLETED, txId })),
        );
        // One of them shared the thread, the other one did not.
        const statuses = others.map((message) => resultOf(message).status).sort();
        expect(statuses).toEqual([200, 500]);
        await log.line('a worker thread ended');
        const after = await Promise.all(Array.from({ length: 8 }, () => result('thread')));
        expect(after.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
        expect(server?.transactionsInFlight).toBe(0);
    });

    it('answers with TIMEOUT for a thread that does not come back, and replaces it', async () => {
        // Long enough for the thread that comes instead.
        await start({ count: 1 }, { transactionTimeoutMs: 500 });
        expect((await result('spinForEver')).message).toBe('TIMEOUT: no result after 500 ms');
        expect((await result('never')).message).toBe('TIMEOUT: no result after 500 ms');
        await log.line('a worker thread ended');
        expect((await result('thread')).status).toBe(200);
    });

    it('tells a thread when the peer has gone', async () => {
        await start({ count: 1 });
        await peer.invoke({ txId: 'lost', args: ['never'] });
        await peer.invoke({ txId: 'held', args: ['read', 'k'] });
        await peer.next({ type: MessageType.GET_STATE, txId: 'held' });
        await peer.close();
        await log.line('the stream ended');
        expect(server?.transactionsInFlight).toBe(0);
    });

    it('asks for fewer keys at once in a thread whose stream has ended while it was to be answered many', async () => {
        await start({ count: 1 }, {}, batches());
        const { GET_STATE_MULTIPLE, COMPLETED } = MessageType;
        const { query, reply } = requests.getStateMultiple;
        await peer.invoke({ args: ['readMany'] });
        const lost = await peer.next({ type: GET_STATE_MULTIPLE });
        expect(query.decode(lost.payload).keys).toHaveLength(100);
        await peer.close();
        await dial(batches());
        const asked: number[] = [];
        peer.answerAll(GET_STATE_MULTIPLE, ({ payload }) => {
            const { keys } = query.decode(payload);
            asked.push(keys.length);
            return reply.encode({ values: keys.map(() => Buffer.alloc(0)) });
        });
        // The thread hears of the end when it comes to it.
        for (let times = 0; times < 500 && !asked.includes(32); times++)
            expect((await peer.result({ args: ['readMany'] })).type).toBe(COMPLETED);
        expect(asked).toContain(32);
    });

    it('drains: what runs in a thread finishes, what comes later is refused', async () => {
        await start();
        await peer.invoke({ txId: 'held', args: ['read', 'k'] });
        const request = await peer.next({ type: MessageType.GET_STATE, txId: 'held' });
        const closing = server?.close();
        await new Promise((resolve) => setImmediate(resolve));
        expect(await result('thread')).toMatchObject({ type: MessageType.ERROR });
        await peer.answer(request, Buffer.from('value'));
        const held = resultOf(await peer.next({ type: MessageType.COMPLETED, txId: 'held' }));
        expect(held.payload.toString()).toBe('value');
        await closing;
    });

    it('gives a thread up that does not finish in time for the end', async () => {
        await start({ count: 1 });
        await peer.invoke({ txId: 'endless', args: ['spinForEver'] });
        // Behind the answer of another session, the first one is surely with its thread.
        while (server?.transactionsInFlight === 0) await new Promise((resolve) => setImmediate(resolve));
        await server?.close({ graceMs: 20 });
        expect(log.messages()).toContainEqual(expect.stringContaining('1 transactions did not finish within 20 ms'));
    });
});

describe('workers refuse to start', () => {
    const create = (workers: WorkerOptions): ChaincodeServer =>
        new ChaincodeServer(workerChaincode, { packageId: 'cc:1', address: '127.0.0.1:0', workers });

    it.each([
        [{ count: 0, filename: FILENAME }, 'workers.count is 0'],
        [{ count: 1.5, filename: FILENAME }, 'workers.count is 1.5'],
        [{ count: 1, filename: '' }, 'workers.filename is missing'],
    ])('with %j', (workers, message) => {
        expect(() => create(workers)).toThrow(message);
    });

    it.each([
        ['throws', 'no database'],
        ['does not call runWorker', 'it ended without calling runWorker'],
    ])('where the module %s', async (workerData, message) => {
        const server = create({ count: 2, filename: FILENAME, workerData });
        const failed = { code: 'WORKER_FAILED', message: expect.stringContaining(message) };
        await expect(server.start()).rejects.toMatchObject(failed);
        await server.close();
    });

    it('say which module they wait for, where it never calls runWorker', async () => {
        const log = new RecordedLog();
        const filename = join(__dirname, '..', 'testing', 'silent-worker.js');
        const options = { packageId: 'cc:1', coalesce: true };
        const pool = new WorkerPool({
            workers: { count: 1, filename },
            session: options,
            logger: log,
            observing: { observer: undefined, nameOf: () => undefined },
            silentMs: 1,
        });
        const starting = pool.start();
        const { message } = await log.line('has not called runWorker');
        expect(message).toContain(filename);
        await Promise.all([pool.close(), expect(starting).rejects.toThrow('it ended without calling runWorker')]);
    });
});
