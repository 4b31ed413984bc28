import type { GatewayError } from '@hyperledger/fabric-gateway';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import {
    InMemorySpanExporter,
    NodeTracerProvider,
    type ReadableSpan,
    SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { type Refusal, TransactionRefused } from '../errors/transaction-refused';
import { traceCall } from './call-trace';

const CALL = { transaction: 'cars:sell', chaincode: 'cars', channel: 'mychannel' };
const TX_ID = '0123456789abcdef'.repeat(4);

class NoCar extends TransactionRefused<undefined> {
    static readonly code = 'NO_CAR';
}

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

function spanOfCall(): ReadableSpan | undefined {
    return exporter.getFinishedSpans().find(({ name }) => name === CALL.transaction);
}

/** A call within a span of the application. */
async function callWithin(caller: Span): Promise<string> {
    return context.with(trace.setSpan(context.active(), caller), () =>
        traceCall(true, CALL, TX_ID).whole(() => Promise.resolve('sent')),
    );
}

describe('a traced call within a span', () => {
    it('is linked with it, both ways', async () => {
        const caller = provider.getTracer('application').startSpan('request');
        expect(await callWithin(caller)).toBe('sent');
        caller.end();
        const [, request] = exporter.getFinishedSpans();
        expect(spanOfCall()?.links.map((link) => link.context.spanId)).toEqual([caller.spanContext().spanId]);
        expect(request?.links.map((link) => link.context.spanId)).toEqual([spanOfCall()?.spanContext().spanId]);
    });

    it('is sent where that is of an SDK whose spans take no links', async () => {
        const caller = provider.getTracer('application').startSpan('request');
        Object.defineProperty(caller, 'addLink', { value: undefined });
        expect(await callWithin(caller)).toBe('sent');
        expect(spanOfCall()?.links).toHaveLength(1);
    });
});

describe('the code in the span of a refused call', () => {
    const refusal = (code: string): Refusal<never> => ({
        ...CALL,
        transactionId: TX_ID,
        status: 404,
        code,
        reason: 'confidential',
        cause: new Error('no') as GatewayError,
    });

    it.each([
        ['declared', new NoCar(refusal('NO_CAR')), 'NO_CAR'],
        ['read from the beginning of a message', new TransactionRefused(refusal('CAR7')), '404'],
    ])("is the contract's, or the status where it is %s", async (_how, error, code) => {
        const failing = traceCall(true, CALL, TX_ID).whole(() => Promise.reject(error));
        await expect(failing).rejects.toBe(error);
        expect(spanOfCall()?.status).toEqual({ code: SpanStatusCode.ERROR, message: code });
    });
});
