import type { Attributes } from '@opentelemetry/api';
import type { ResolvedTracing } from './tracing-options';
import { attributesOf, TransactionTracer } from './transaction-tracer';

/** A transaction that was passed on, and is over. */
export interface PassedTransaction {
    readonly channelId: string;
    readonly txId: string;
    readonly durationMs: number;
    /** What became of it, where that is a failure. */
    readonly failure: string | undefined;
    readonly attributes: Attributes;
}

/**
 * Makes what is told of transactions that are run elsewhere, each by a span of this name. The span is made when it is over:
 * nothing is below it.
 *
 * @throws ChaincodeError INVALID_OPTIONS where the API of OpenTelemetry is not installed
 */
export function tracePassing(name: string, tracing: ResolvedTracing): (passed: PassedTransaction) => void {
    const tracer = new TransactionTracer(tracing);
    return ({ durationMs, failure, attributes, ...transaction }) => {
        const parent = tracer.contextOf(transaction.txId);
        if (parent === undefined) return;
        const endTime = performance.timeOrigin + performance.now();
        const all = { ...attributesOf(transaction), ...attributes };
        const span = tracer.start(name, { startTime: endTime - durationMs, attributes: all }, parent);
        if (failure !== undefined) tracer.fail(span, failure);
        span.end(endTime);
    };
}
