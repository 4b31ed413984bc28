import { isMainThread, threadId } from 'node:worker_threads';
import { messageTypeName, type ReceivedMessage } from '@heddle/protocol';
import type { Attributes, Context, Span } from '@opentelemetry/api';
import { FIRST_FAILURE_STATUS } from '../transaction/failure-status';
import type { BeginTrace, TracedEnd, TransactionTrace } from '../transaction/transaction-trace';
import { batchSizeOf } from './batch-size';
import type { ResolvedTracing } from './tracing-options';
import { attributesOf, TransactionTracer } from './transaction-tracer';

/** The name of the protocol, for what shows remote calls and databases of all kinds. */
const SYSTEM = 'hyperledger_fabric';

/** What a session's transactions have in common. */
export interface TracedSession {
    readonly packageId: string;
    readonly mspId?: string | undefined;
}

/**
 * Makes what follows the transactions of a session by spans: one for each transaction, below it one for each request to the
 * peer. Names and counts are in them, and neither keys, values, arguments nor the texts of errors.
 *
 * @throws ChaincodeError INVALID_OPTIONS where the API of OpenTelemetry is not installed
 */
export function traceTransactions(tracing: ResolvedTracing, { packageId, mspId }: TracedSession): BeginTrace {
    const tracer = new TransactionTracer(tracing);
    const ofSession: Attributes = {
        'rpc.system': SYSTEM,
        'fabric.package_id': packageId,
        ...(mspId !== undefined && { 'fabric.msp_id': mspId }),
        ...(!isMainThread && { 'thread.id': threadId }),
    };
    return (transaction) => {
        const parent = tracer.contextOf(transaction.txId);
        if (parent === undefined) return undefined;
        return new TransactionSpans(tracer, parent, { ...ofSession, ...attributesOf(transaction) });
    };
}

class TransactionSpans implements TransactionTrace {
    readonly #tracer: TransactionTracer;
    readonly #span: Span;
    readonly #within: Context;
    #request: Span | undefined;

    constructor(tracer: TransactionTracer, parent: Context, attributes: Attributes) {
        this.#tracer = tracer;
        // Which function it is is known when the contract layer has looked for it.
        this.#span = tracer.start('transaction', { kind: tracer.api.SpanKind.SERVER, attributes }, parent);
        this.#within = tracer.within(this.#span);
    }

    run<T>(work: () => T): T {
        return this.#tracer.api.context.with(this.#within, work);
    }

    asked(request: ReceivedMessage): void {
        const type = messageTypeName(request.type);
        const size = batchSizeOf(request);
        const attributes = {
            'db.system.name': SYSTEM,
            'db.operation.name': type,
            ...(size !== undefined && { 'db.operation.batch.size': size }),
        };
        const { CLIENT } = this.#tracer.api.SpanKind;
        this.#request = this.#tracer.start(type, { kind: CLIENT, attributes }, this.#within);
    }

    answered(isError: boolean): void {
        if (this.#request === undefined) return;
        if (isError) this.#tracer.fail(this.#request, 'PEER_ERROR');
        this.#request.end();
        this.#request = undefined;
    }

    ended({ name, status, code }: TracedEnd): void {
        // One that is not answered any more.
        this.#request?.end();
        if (name !== undefined) {
            this.#span.updateName(name.name === undefined ? name.contract : `${name.contract}:${name.name}`);
            this.#span.setAttributes({ 'rpc.service': name.contract, 'rpc.method': name.name });
        }
        if (status !== undefined) this.#span.setAttribute('fabric.response.status', status);
        const isFailure = status === undefined || status >= FIRST_FAILURE_STATUS;
        if (isFailure) this.#tracer.fail(this.#span, code ?? String(status ?? 'SESSION_CLOSED'));
        this.#span.end();
    }
}
