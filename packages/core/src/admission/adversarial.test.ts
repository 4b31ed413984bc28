import { join } from 'node:path';
import {
    chaincodeInput,
    type ChaincodeMessage,
    chaincodeSpec,
    createStreamPair,
    encodeMessage,
    MessageType,
    proposalParts,
} from '@heddle/protocol';
import { embedded, message } from '@heddle/protocol/codec';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChaincodeHost } from '../hosting/chaincode-host';
import { ChaincodeServer } from '../hosting/chaincode-server';
import type { ChaincodeServerOptions } from '../hosting/server-options';
import { LimitedLog } from '../limited-log';
import type { RefusalReport, WaitReport } from '../observer';
import { type Deferred, deferred } from '../testing/deferred';
import { dialAs } from '../testing/dial-as';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { quiescence, resultOf } from '../testing/served-session';
import { soon } from '../testing/soon';
import { startRouter } from '../testing/started-router';
import { createTestChaincode } from '../testing/test-chaincode';
import { workerChaincode } from '../testing/worker-chaincode';
import { Admission } from './admission';
import { AdmittedStream } from './admitted-stream';
import { type LimitOptions, resolveLimits } from './limit-options';

const { COMPLETED, ERROR, TRANSACTION } = MessageType;

/** A proposal of a client that asks for these arguments, in one spec or in several. */
function proposalFor(
    args: readonly string[],
    channelId = 'ch',
    specs: readonly (readonly string[])[] = [args],
): Buffer {
    const { signedProposal, proposal, header, channelHeader, proposalPayload } = proposalParts;
    const invocation = message({ spec: embedded(1, chaincodeSpec) });
    const inputOf = (part: readonly string[]): Buffer =>
        invocation.encode({ spec: { input: { args: part.map((arg) => Buffer.from(arg)) } } });
    const input = Buffer.concat(specs.map(inputOf));
    return signedProposal.encode({
        proposal: proposal.encode({
            header: header.encode({ channelHeader: channelHeader.encode({ type: 3, channelId, txId: 'tx' }) }),
            payload: proposalPayload.encode({ input }),
        }),
    });
}

describe('a server with limits', () => {
    let log: RecordedLog;
    let server: ChaincodeServer;
    let address: string;
    let peer: ScriptedPeer;
    let gates: Map<string, Deferred<void>>;
    let begun: string[];
    let refusals: RefusalReport[];
    let waits: WaitReport[];

    /** Its function `hold` ends when its gate is opened. */
    const chaincode = createTestChaincode({
        hold: async (stub) => {
            const gate = deferred();
            begun.push(stub.getTxID());
            gates.set(stub.getTxID(), gate);
            await gate.promise;
            return stub.getTxID();
        },
        echo: (_stub, text) => text,
    });

    beforeEach(() => {
        log = new RecordedLog();
        gates = new Map();
        begun = [];
        refusals = [];
        waits = [];
    });
    afterEach(async () => {
        await peer.close();
        await server.close({ graceMs: 0 });
    });

    async function start(limits: LimitOptions, options: Partial<ChaincodeServerOptions> = {}): Promise<void> {
        server = new ChaincodeServer(chaincode, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            logger: log,
            limits,
            observer: {
                transactionRefused: (report) => refusals.push(report),
                transactionWaited: (report) => waits.push(report),
            },
            ...options,
        });
        ({ address } = await server.start());
        peer = ScriptedPeer.dial(address);
        await peer.register();
    }

    async function hold(...txIds: readonly string[]): Promise<void> {
        for (const txId of txIds) await peer.invoke({ txId, args: ['hold'] });
    }

    function answerTo(txId: string): Promise<ChaincodeMessage> {
        return peer.next({ type: [COMPLETED, ERROR], txId });
    }

    it('runs as many as it may, has others wait in their order, and refuses what is more by an ERROR', async () => {
        await start({ transactions: 2, queue: 2 });
        await hold('1', '2', '3', '4', '5');
        const refused = resultOf(await answerTo('5'));
        expect([refused.type, refused.message]).toEqual([
            ERROR,
            'OVERLOADED: the chaincode server runs 2 transactions, as many as it may at the same time, and 2 wait already; ' +
                'try again later',
        ]);
        expect([begun, server.transactionsInFlight, server.transactionsWaiting]).toEqual([['1', '2'], 2, 2]);
        for (const txId of ['2', '1', '3', '4']) {
            await soon(() => gates.has(txId));
            gates.get(txId)?.resolve();
            expect(resultOf(await answerTo(txId)).payload.toString()).toBe(txId);
        }
        expect(begun).toEqual(['1', '2', '3', '4']);
        expect(refusals).toEqual([{ channelId: 'ch', txId: '5', name: undefined, reason: 'queue_full' }]);
        expect(waits.map(({ txId }) => txId)).toEqual(['3', '4']);
        expect([server.transactionsInFlight, server.transactionsWaiting]).toEqual([0, 0]);
    });

    it('tells an operator what was refused, why, and what to do', async () => {
        await start({ transactions: 1, queue: 0 });
        await hold('1', '2');
        const { level, fields, message: text } = await log.line('refused a transaction');
        expect([level, fields]).toEqual([
            'warn',
            {
                packageId: 'cc:1',
                channelId: 'ch',
                txId: '2',
                contract: undefined,
                function: undefined,
                reason: 'queue_full',
            },
        ]);
        expect(text).toContain('runs 1 transactions, as many as it may');
        expect(text).toContain('raise limits.transactions (CORE_MAX_TRANSACTIONS, --max-transactions)');
    });

    it('warns that a function that never ends keeps its place, unless there is a time limit', async () => {
        await start({ transactions: 1 });
        expect(log.messages('warn')[0]).toContain('--transaction-timeout-ms');
        await peer.close();
        await server.close();
        log = new RecordedLog();
        await start({ transactions: 1 }, { transactionTimeoutMs: 30_000 });
        expect(log.messages()).toEqual([]);
    });

    it('warns that a limit of memory does not see worker threads', async () => {
        const filename = join(__dirname, '..', 'testing', 'worker-chaincode.js');
        await start({ memory: 0.9 }, { workers: { count: 1, filename }, transactionTimeoutMs: 1000 });
        expect(log.messages()).toEqual([expect.stringContaining('does not see the memory of worker threads')]);
    });

    it('gives a place back at the time limit of its transaction', async () => {
        await start({ transactions: 1, queue: 1 }, { transactionTimeoutMs: 50 });
        await hold('1', '2');
        expect(resultOf(await answerTo('1')).message).toContain('TIMEOUT');
        await soon(() => begun.includes('2'));
    });

    it('refuses what has waited for too long', async () => {
        await start({ transactions: 1, queueMs: 20 });
        await hold('1', '2');
        expect(resultOf(await answerTo('2')).message).toContain('no place became free within 20 ms');
        expect(refusals.map(({ reason }) => reason)).toEqual(['queue_timeout']);
        gates.get('1')?.resolve();
        expect((await answerTo('1')).type).toBe(COMPLETED);
        expect(begun).toEqual(['1']);
    });

    it('drops what waits where its stream ends, and gives the places of that stream back', async () => {
        await start({ transactions: 1, queue: 5 });
        await hold('1', '2');
        await soon(() => server.transactionsWaiting === 1);
        await using other = ScriptedPeer.dial(address);
        await other.register();
        await other.invoke({ txId: '3', args: ['hold'] });
        await soon(() => server.transactionsWaiting === 2);
        await peer.close();
        await soon(() => begun.includes('3'));
        expect(begun).toEqual(['1', '3']);
        gates.get('3')?.resolve();
        expect((await other.next({ type: COMPLETED })).txId).toBe('3');
    });

    it('refuses what waits when it drains, and lets finish what runs', async () => {
        await start({ transactions: 1, queue: 5 });
        await hold('1', '2', '3');
        await soon(() => server.transactionsWaiting === 2);
        const closed = server.close({ graceMs: 60_000 });
        for (const txId of ['2', '3']) {
            const { type, message: text } = resultOf(await answerTo(txId));
            expect([type, text]).toEqual([
                ERROR,
                'the chaincode server is shutting down, and the transaction has not begun',
            ]);
        }
        await hold('4');
        expect(resultOf(await answerTo('4')).message).toContain('is shutting down');
        gates.get('1')?.resolve();
        expect((await answerTo('1')).type).toBe(COMPLETED);
        await closed;
        expect(begun).toEqual(['1']);
    });

    it('lets the peer ask again for what runs, in the same place, and for what waits, at the end of the queue', async () => {
        await start({ transactions: 1, queue: 3 });
        await hold('1', '2', '3', '2');
        await hold('1');
        await soon(() => begun.length === 2);
        expect(begun).toEqual(['1', '1']);
        gates.get('1')?.resolve();
        expect((await answerTo('1')).type).toBe(COMPLETED);
        await soon(() => begun.includes('3'));
        gates.get('3')?.resolve();
        await soon(() => begun.includes('2'));
        gates.get('2')?.resolve();
        expect((await answerTo('2')).type).toBe(COMPLETED);
        expect([begun, server.transactionsWaiting]).toEqual([['1', '1', '3', '2'], 0]);
        await quiescence();
        expect(peer.unread.map(({ txId }) => txId)).toEqual(['3']);
    });

    it('answers KEEPALIVE and takes answers to requests while it is full', async () => {
        await start({ transactions: 1, queue: 5 });
        await hold('1', '2');
        await peer.send({ type: MessageType.KEEPALIVE });
        expect((await peer.next({ type: MessageType.KEEPALIVE })).type).toBe(MessageType.KEEPALIVE);
    });

    it('counts Init as well', async () => {
        await start({ transactions: 1, queue: 0 });
        await hold('1');
        expect((await peer.result({ txId: 'init', isInit: true })).type).toBe(ERROR);
        gates.get('1')?.resolve();
        await answerTo('1');
        expect((await peer.result({ txId: 'init', isInit: true })).type).toBe(COMPLETED);
    });

    it('lets a call by another chaincode in, which comes with the proposal of its caller', async () => {
        await start({ transactions: 1, queue: 0 });
        await hold('1');
        const call = { txId: 'called', args: ['echo', 'a'] };
        expect((await peer.result({ ...call, proposal: proposalFor(['transfer', 'a']) })).type).toBe(COMPLETED);
        expect((await peer.result({ ...call, proposal: proposalFor(call.args, 'other') })).type).toBe(COMPLETED);
        expect((await peer.result({ ...call, proposal: proposalFor(call.args) })).type).toBe(ERROR);
        // What a peer runs is all of it, as protobuf merges it.
        const merged = proposalFor(call.args, 'ch', [['echo'], ['a']]);
        expect((await peer.result({ ...call, proposal: merged })).type).toBe(ERROR);
        expect((await peer.result({ ...call, proposal: Buffer.from('no proposal') })).type).toBe(ERROR);
    });

    it('holds places for no transaction that is answered otherwise: that cannot be read, or comes before READY', async () => {
        await start({ transactions: 1, queue: 0 });
        const broken = { type: TRANSACTION, txId: 'broken', channelId: 'ch', payload: Buffer.of(0x0a, 0xff) };
        await peer.send(broken);
        expect((await answerTo('broken')).payload.toString()).toContain('cannot be decoded');
        await peer.sendBytes(Buffer.of(0xff, 0xff));
        await using early = ScriptedPeer.dial(address);
        await early.invoke({ txId: 'early', args: ['hold'] });
        await early.register();
        expect((await early.result({ txId: 'late', args: ['echo', 'a'] })).type).toBe(COMPLETED);
    });

    it('counts the transactions of worker threads at the same door', async () => {
        const workers = { count: 1, filename: join(__dirname, '../testing/worker-chaincode.js') };
        server = new ChaincodeServer(workerChaincode, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            logger: log,
            workers,
            limits: { transactions: 1, queue: 1 },
        });
        peer = ScriptedPeer.dial((await server.start()).address);
        await peer.register();
        await peer.invoke({ txId: '1', args: ['read', 'k'] });
        const request = await peer.next({ type: MessageType.GET_STATE });
        await peer.invoke({ txId: '2', args: ['thread'] });
        expect((await peer.result({ txId: '3', args: ['thread'] })).type).toBe(ERROR);
        await peer.answer(request, Buffer.from('v'));
        expect([(await answerTo('1')).type, (await answerTo('2')).type]).toEqual([COMPLETED, COMPLETED]);
    });

    it('is passed by where a router has another server', async () => {
        await start({ transactions: 1, queue: 0 });
        await peer.close();
        const roomy = new ChaincodeServer(chaincode, { packageId: 'cc:1', address: '127.0.0.1:0', logger: log });
        await using router = await startRouter([address, (await roomy.start()).address]);
        peer = ScriptedPeer.dial(router.address);
        await peer.register();
        await soon(() => router.router.routes[0]?.servers.every(({ isUp }) => isUp) === true);
        const txIds = Array.from({ length: 10 }, (_, index) => `routed ${index}`);
        await hold(...txIds);
        await soon(() => begun.length === txIds.length);
        expect(server.transactionsInFlight).toBeLessThanOrEqual(1);
        for (const gate of gates.values()) gate.resolve();
        for (const txId of txIds) expect((await answerTo(txId)).type).toBe(COMPLETED);
        await roomy.close({ graceMs: 0 });
    });
});

describe('a host with limits', () => {
    it('shares its places among its chaincodes, and lets the call of one by another one in', async () => {
        const gate = deferred();
        const chaincode = createTestChaincode({ hold: () => gate.promise, echo: (_stub, text) => text });
        await using host = new ChaincodeHost({ logger: new RecordedLog(), limits: { transactions: 1, queue: 0 } });
        const { address } = await host.add({ packageId: 'a:1', address: '127.0.0.1:0', hostname: 'a', chaincode });
        await host.add({ packageId: 'b:1', address, hostname: 'b', chaincode });
        await using caller = dialAs('a', address);
        await using called = dialAs('b', address);
        await Promise.all([caller.register(), called.register()]);
        await caller.invoke({ txId: 'same', args: ['hold'] });
        await soon(() => host.transactionsInFlight === 1);
        expect((await called.result({ txId: 'other', args: ['echo', 'a'] })).type).toBe(ERROR);
        expect((await called.result({ txId: 'same', args: ['echo', 'a'] })).type).toBe(COMPLETED);
        gate.resolve();
        expect((await caller.next({ type: COMPLETED })).txId).toBe('same');
    });
});

describe('a stream with limits', () => {
    it('holds its sender back while nobody takes what is let in', async () => {
        const [peer, stream] = createStreamPair();
        const limits = resolveLimits({ transactions: 1000 });
        if (limits === undefined) throw new Error('nothing is limited');
        const admitted = new AdmittedStream(stream, {
            admission: new Admission(limits),
            packageId: 'cc:1',
            peer: 'p',
            log: new LimitedLog(new RecordedLog()),
            observer: undefined,
            nameOf: () => undefined,
            places: new Map(),
        });
        const frame = encodeMessage({ type: MessageType.RESPONSE, txId: '1', payload: chaincodeInput.encode({}) });
        let sent = 0;
        const sending = (async (): Promise<void> => {
            for (; sent < 200; sent++) await peer.send(frame);
        })();
        await quiescence();
        expect(sent).toBeLessThan(100);
        let taken = 0;
        for await (const _ of admitted.incoming) if (++taken === 200) break;
        await sending.catch(() => undefined);
        expect(taken).toBe(200);
    });
});
