import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageType } from '@heddle/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
    InMemorySpanExporter,
    NodeTracerProvider,
    type ReadableSpan,
    SamplingDecision,
    SimpleSpanProcessor,
    TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import fc from 'fast-check';
import { error, success } from '../chaincode';
import { ChaincodeError } from '../errors';
import { ChaincodeServer } from '../hosting/chaincode-server';
import { nameTransaction, noteFailureCode } from '../stub/hidden-calls';
import { ScriptedPeer } from '../testing/scripted-peer';
import { batches, resultOf, ServedSession, type TransactionFunction } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import { startRouter } from '../testing/started-router';
import { tracedWorker } from '../testing/traced-worker';
import { workerChaincode } from '../testing/worker-chaincode';
import { flushSpans } from './open-telemetry';
import { isSampled } from './sampling';
import { traceOf } from './trace-identity';

const TX_ID = '0123456789abcdef0123456789abcdeffedcba9876543210fedcba9876543210';
const hexadecimal = (digits: number): fc.Arbitrary<string> =>
    fc.string({
        unit: fc.constantFrom(...Array.from({ length: 16 }, (_, digit) => digit.toString(16))),
        minLength: digits,
        maxLength: digits,
    });

describe('the ids of a trace', () => {
    it("are the first bytes of the transaction's id", () => {
        expect(traceOf(TX_ID)).toEqual({
            traceId: '0123456789abcdef0123456789abcdef',
            spanId: 'fedcba9876543210',
        });
    });

    it('are those that OpenTelemetry takes, whatever the id is', () => {
        fc.assert(
            fc.property(fc.string(), (txId) => {
                const { traceId, spanId } = traceOf(txId);
                expect(traceId).toMatch(/^[0-9a-f]{32}$/);
                expect(spanId).toMatch(/^[0-9a-f]{16}$/);
                expect(traceOf(txId)).toEqual({ traceId, spanId });
            }),
        );
    });
});

describe('the sample', () => {
    it("has the traces that the SDK's sampler takes by their ids", () => {
        fc.assert(
            fc.property(hexadecimal(32), fc.double({ min: 0, max: 1, noNaN: true }), (traceId, ratio) => {
                fc.pre(!/^0+$/.test(traceId));
                const sampler = new TraceIdRatioBasedSampler(ratio);
                const { decision } = sampler.shouldSample(context.active(), traceId);
                // At 1 theirs leaves one trace in four billion out.
                const isTheirs = ratio === 1 || decision === SamplingDecision.RECORD_AND_SAMPLED;
                expect(isSampled(traceId, ratio)).toBe(isTheirs);
            }),
        );
    });

    it('has all traces of a smaller one', () => {
        const ratio = fc.double({ min: 0, max: 1, noNaN: true });
        fc.assert(
            fc.property(hexadecimal(32), ratio, ratio, (traceId, one, other) => {
                const inSmaller = isSampled(traceId, Math.min(one, other));
                expect(inSmaller && !isSampled(traceId, Math.max(one, other))).toBe(false);
            }),
        );
    });

    it('is about as large as it is to be, and empty at 0', () => {
        const ids = Array.from({ length: 10_000 }, (_, index) => traceOf(`transaction ${index}`).traceId);
        const sizeAt = (ratio: number): number => ids.filter((traceId) => isSampled(traceId, ratio)).length;
        expect(sizeAt(0)).toBe(0);
        expect(sizeAt(1)).toBe(10_000);
        expect(sizeAt(0.01)).toBeGreaterThan(50);
        expect(sizeAt(0.01)).toBeLessThan(200);
    });
});

describe('with an SDK in the process', () => {
    const exporter = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

    beforeAll(() => {
        provider.register();
    });
    afterEach(() => {
        exporter.reset();
    });
    afterAll(async () => {
        await provider.shutdown();
        trace.disable();
        context.disable();
    });

    const named = (name: string): ReadableSpan => {
        const span = exporter.getFinishedSpans().find((one) => one.name === name);
        if (span === undefined) throw new Error(`there is no span ${name}`);
        return span;
    };

    async function run(transaction: TransactionFunction, sampleRatio = 1): Promise<ServedSession> {
        return ServedSession.start(transaction, {
            tracing: { sampleRatio },
            capabilities: batches(),
            mspId: 'Org1MSP',
        });
    }

    it('has a span for the transaction in the trace of its id, and below it one for each request', async () => {
        await using session = await run(async (stub) => {
            nameTransaction(stub, { contract: 'cars', name: 'create' });
            await Promise.all([stub.getState('a'), stub.getState('b')]);
            await Promise.all([stub.putState('secret key', 'secret value'), stub.deleteState('b')]);
        });
        await session.peer.invoke({ txId: TX_ID, args: ['create', 'secret argument'] });
        const values = await session.peer.next({ type: MessageType.GET_STATE_MULTIPLE });
        await session.peer.answer(values, Buffer.from([0x0a, 0x00, 0x0a, 0x00]));
        await session.peer.answer(await session.peer.next({ type: MessageType.WRITE_BATCH_STATE }));
        await session.peer.next({ type: MessageType.COMPLETED });
        const transaction = named('cars:create');
        const { traceId, spanId } = traceOf(TX_ID);
        expect(transaction.kind).toBe(SpanKind.SERVER);
        expect(transaction.parentSpanContext).toMatchObject({ traceId, spanId, isRemote: true });
        expect(transaction.attributes).toEqual({
            'rpc.system': 'hyperledger_fabric',
            'rpc.service': 'cars',
            'rpc.method': 'create',
            'fabric.channel': 'ch',
            'fabric.transaction_id': TX_ID,
            'fabric.package_id': 'asset:1234',
            'fabric.msp_id': 'Org1MSP',
            'fabric.response.status': 200,
        });
        for (const name of ['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE']) {
            const request = named(name);
            expect(request.spanContext().traceId).toBe(traceId);
            expect(request.parentSpanContext?.spanId).toBe(transaction.spanContext().spanId);
            expect(request.attributes).toMatchObject({ 'db.operation.name': name, 'db.operation.batch.size': 2 });
        }
        const told = exporter.getFinishedSpans().map(({ attributes, status }) => ({ attributes, status }));
        expect(JSON.stringify(told)).not.toContain('secret');
    });

    it('has what the transaction function does below its span', async () => {
        await using session = await run((stub) => {
            nameTransaction(stub, { contract: 'cars', name: 'create' });
            trace.getTracer('author').startSpan('their own').end();
        });
        await session.result({ txId: TX_ID });
        expect(named('their own').parentSpanContext?.spanId).toBe(named('cars:create').spanContext().spanId);
    });

    it.each<[string, TransactionFunction, string]>([
        ['a status above 400', () => ({ ...error('secret'), status: 404 }), '404'],
        ['something that was thrown', () => Promise.reject(new Error('secret')), 'INTERNAL_ERROR'],
        ['an error of the framework', () => Promise.reject(new ChaincodeError('EMPTY_KEY', 'secret')), 'EMPTY_KEY'],
        ['a message that looks as if it had a code', () => error('SECRET: secret'), '500'],
        [
            'the code of a contract',
            (stub) => {
                noteFailureCode(stub, 'ASSET_UNKNOWN');
                return error('SECRET: secret');
            },
            'ASSET_UNKNOWN',
        ],
    ])('tells of a failure with %s, and not its text', async (_how, fail, code) => {
        await using session = await run(fail);
        await session.result({ txId: TX_ID });
        const { status, attributes } = named('transaction');
        expect(status).toEqual({ code: SpanStatusCode.ERROR, message: code });
        expect(attributes['error.type']).toBe(code);
        expect(JSON.stringify({ status, attributes })).not.toMatch(/secret/i);
    });

    it.each([
        ['a text', new Error('CAR7: no such car'), '500'],
        ['an error of the framework', new ChaincodeError('EMPTY_KEY', 'no key'), 'EMPTY_KEY'],
    ])('tells no code of errors whose messages pass as they are, but that of %s', async (_what, thrown, code) => {
        const call = (): Promise<never> => Promise.reject(thrown);
        const chaincode = { Init: call, Invoke: call, compat: { errors: 'plain' as const } };
        await using session = await ServedSession.start(chaincode, { tracing: { sampleRatio: 1 } });
        await session.result({ txId: TX_ID });
        expect(named('transaction').status).toEqual({ code: SpanStatusCode.ERROR, message: code });
    });

    it('tells that the time was up', async () => {
        const options = { tracing: { sampleRatio: 1 }, transactionTimeoutMs: 20 };
        await using session = await ServedSession.start(() => new Promise(() => undefined), options);
        await session.result({ txId: TX_ID });
        expect(named('transaction').status).toEqual({ code: SpanStatusCode.ERROR, message: 'TIMEOUT' });
    });

    it('tells of a request that the peer refuses, and of a transaction that the stream ends with', async () => {
        const session = await run(async (stub) => {
            await settlementOf(stub.getState('a'));
            await settlementOf(stub.getState('b'));
        });
        await session.peer.invoke({ txId: TX_ID });
        await session.peer.refuse(await session.peer.next({ type: MessageType.GET_STATE }), 'no');
        await session.peer.next({ type: MessageType.GET_STATE });
        await session[Symbol.asyncDispose]();
        expect(named('GET_STATE').status).toMatchObject({ code: SpanStatusCode.ERROR, message: 'PEER_ERROR' });
        expect(named('transaction').status).toMatchObject({ code: SpanStatusCode.ERROR, message: 'SESSION_CLOSED' });
        expect(exporter.getFinishedSpans()).toHaveLength(3);
    });

    it('has nothing for transactions outside of the sample, and all of those within', async () => {
        await using session = await run(() => success(), 0.25);
        const ids = Array.from({ length: 40 }, (_, index) => `transaction ${index}`);
        for (const txId of ids) await session.result({ txId });
        const traced = exporter.getFinishedSpans().map(({ attributes }) => attributes['fabric.transaction_id']);
        expect(traced).toEqual(ids.filter((txId) => isSampled(traceOf(txId).traceId, 0.25)));
        expect(traced.length).toBeGreaterThan(0);
        expect(traced.length).toBeLessThan(40);
    });

    it('has spans of what worker threads run, and of how long they had it', async () => {
        const server = new ChaincodeServer(tracedWorker, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            tracing: true,
            workers: { count: 1, filename: join(__dirname, '..', 'testing', 'traced-worker.js') },
        });
        const peer = ScriptedPeer.dial((await server.start()).address);
        await peer.register();
        await peer.result({ txId: TX_ID, args: ['nothing'] });
        const { payload } = resultOf(await peer.result({ txId: 'other', args: ['spans'] }));
        await peer.close();
        await server.close({ graceMs: 0 });
        const handed = exporter.getFinishedSpans().filter(({ name }) => name === 'worker thread');
        const { traceId, spanId } = traceOf(TX_ID);
        expect(handed[0]?.spanContext().traceId).toBe(traceId);
        expect(JSON.parse(payload.toString())).toEqual([
            { traceId, parent: spanId, thread: expect.any(Number), status: 200 },
        ]);
    });

    it('has the spans that worker threads still hold back at the end', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'heddle-spans-'));
        const file = join(folder, 'spans');
        writeFileSync(file, '');
        try {
            const server = new ChaincodeServer(tracedWorker, {
                packageId: 'cc:1',
                address: '127.0.0.1:0',
                tracing: true,
                workers: {
                    count: 1,
                    filename: join(__dirname, '..', 'testing', 'traced-worker.js'),
                    workerData: file,
                },
            });
            const peer = ScriptedPeer.dial((await server.start()).address);
            await peer.register();
            await peer.invoke({ txId: 'unfinished', args: ['never'] });
            await peer.result({ txId: 'finished', args: ['nothing'] });
            expect(readFileSync(file, 'utf8')).toBe('');
            await server.close({ graceMs: 0 });
            await peer.close();
            expect(readFileSync(file, 'utf8')).toBe('finished\nunfinished\n');
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it('tells how long a transaction has waited for its place, and that one was refused', async () => {
        const server = new ChaincodeServer(workerChaincode, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            tracing: true,
            limits: { transactions: 1, queue: 1, queueMs: 60_000 },
            transactionTimeoutMs: 60_000,
        });
        const peer = ScriptedPeer.dial((await server.start()).address);
        await peer.register();
        for (const txId of ['first', 'waiting', 'refused']) await peer.invoke({ txId, args: ['read', 'k'] });
        await peer.next({ type: MessageType.ERROR, txId: 'refused' });
        for (const txId of ['first', 'waiting']) {
            await peer.answer(await peer.next({ type: MessageType.GET_STATE, txId }), Buffer.from('v'));
            await peer.next({ type: MessageType.COMPLETED, txId });
        }
        await peer.close();
        await server.close({ graceMs: 0 });
        const queued = exporter.getFinishedSpans().filter(({ name }) => name === 'queue');
        const waits = queued.map(({ attributes, status }) => [attributes['fabric.transaction_id'], status.message]);
        expect(waits).toEqual([
            ['refused', 'queue_full'],
            ['waiting', undefined],
        ]);
    });

    it('tells how long a router has had transactions, and where they ran', async () => {
        const server = new ChaincodeServer(workerChaincode, { packageId: 'cc:1', address: '127.0.0.1:0' });
        const { address } = await server.start();
        {
            await using started = await startRouter([address], { tracing: { sampleRatio: 1 } });
            const peer = ScriptedPeer.dial(started.address);
            await peer.register();
            await peer.result({ txId: TX_ID, args: ['size', 'x'] });
            await peer.close();
        }
        await server.close({ graceMs: 0 });
        const span = named('route');
        expect(span.spanContext().traceId).toBe(traceOf(TX_ID).traceId);
        const [host, port] = address.split(':');
        expect(span.attributes).toMatchObject({
            'heddle.route.outcome': 'completed',
            'server.address': host,
            'server.port': Number(port),
        });
    });

    it('has the SDK send what it holds back, and leaves its failures to it', async () => {
        const forceFlush = jest.spyOn(provider, 'forceFlush');
        await flushSpans();
        expect(forceFlush).toHaveBeenCalledTimes(1);
        forceFlush.mockRejectedValueOnce(new Error('no collector'));
        await expect(flushSpans()).resolves.toBeUndefined();
        forceFlush.mockRestore();
    });
});
