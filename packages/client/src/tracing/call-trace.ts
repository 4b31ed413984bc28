import type { Context, Link, Span, Tracer } from '@opentelemetry/api';
import type { CalledTransaction } from '../errors/client-error';
import { type RefusalClass, TransactionRefused } from '../errors/transaction-refused';
import { loadOpenTelemetry, type OpenTelemetry } from './open-telemetry';
import { isInSample, type TraceIdentity, traceIdentityOf } from './trace-identity';
import { sampleRatioOf, type TracingOptions } from './tracing-option';
import { withIds } from './transaction-id-generator';

/** Follows a call, and the steps that it takes. */
export interface CallTrace {
    /** Runs all of it. */
    whole<T>(work: () => Promise<T>): Promise<T>;
    /** Runs a step, which may go on when the call is over. */
    step<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const UNTRACED: CallTrace = { whole: (work) => work(), step: (_name, work) => work() };

/** Follows a call by spans in the trace of its transaction; by nothing where that is off, or it is not in the sample. */
export function traceCall(
    tracing: TracingOptions | boolean | undefined,
    call: CalledTransaction,
    transactionId: string,
): CallTrace {
    if (tracing === undefined || tracing === false) return UNTRACED;
    const identity = traceIdentityOf(transactionId);
    if (!isInSample(identity, sampleRatioOf(tracing))) return UNTRACED;
    return new Spans(loadOpenTelemetry(), call, { ...identity, transactionId });
}

class Spans implements CallTrace {
    readonly #api: OpenTelemetry;
    readonly #tracer: Tracer;
    readonly #call: Span;
    readonly #within: Context;

    constructor(
        api: OpenTelemetry,
        call: CalledTransaction,
        { transactionId, ...identity }: TraceIdentity & { readonly transactionId: string },
    ) {
        this.#api = api;
        this.#tracer = api.trace.getTracer('heddle.client');
        const caller = api.trace.getActiveSpan();
        const { chaincode, channel, transaction } = call;
        const [contract, name] = splitName(transaction);
        const attributes = {
            'rpc.system': 'hyperledger_fabric',
            ...(contract !== undefined && { 'rpc.service': contract }),
            'rpc.method': name,
            'fabric.channel': channel,
            'fabric.chaincode': chaincode,
            'fabric.transaction_id': transactionId,
        };
        const options = { kind: api.SpanKind.CLIENT, attributes, links: linksTo(caller) };
        this.#call =
            withIds(identity, () => this.#tracer.startSpan(transaction, options, api.ROOT_CONTEXT)) ??
            this.#tracer.startSpan(transaction, options, this.#below(identity));
        // The caller's own trace goes on there: the two know each other by links.
        linkTo(caller, { context: this.#call.spanContext() });
        this.#within = api.trace.setSpan(api.context.active(), this.#call);
    }

    whole<T>(work: () => Promise<T>): Promise<T> {
        return this.#follow(this.#call, this.#within, work);
    }

    step<T>(name: string, work: () => Promise<T>): Promise<T> {
        const span = this.#tracer.startSpan(name, {}, this.#within);
        return this.#follow(span, this.#api.trace.setSpan(this.#within, span), work);
    }

    async #follow<T>(span: Span, within: Context, work: () => Promise<T>): Promise<T> {
        try {
            return await this.#api.context.with(within, work);
        } catch (error) {
            const code = codeOf(error);
            span.setAttribute('error.type', code);
            // Messages may have values in them.
            span.setStatus({ code: this.#api.SpanStatusCode.ERROR, message: code });
            throw error;
        } finally {
            span.end();
        }
    }

    #below(identity: TraceIdentity): Context {
        const { trace, ROOT_CONTEXT, TraceFlags } = this.#api;
        return trace.setSpanContext(ROOT_CONTEXT, { ...identity, traceFlags: TraceFlags.SAMPLED, isRemote: true });
    }
}

function linksTo(caller: Span | undefined): Link[] {
    return caller === undefined ? [] : [{ context: caller.spanContext() }];
}

/** A span of an SDK for an older API has no such method. The call goes out all the same, with the one link that it has. */
function linkTo(caller: (Span & Partial<Pick<Span, 'addLink'>>) | undefined, link: Link): void {
    if (typeof caller?.addLink === 'function') caller.addLink(link);
}

function splitName(transaction: string): [contract: string | undefined, name: string] {
    const colon = transaction.lastIndexOf(':');
    return colon < 0 ? [undefined, transaction] : [transaction.slice(0, colon), transaction.slice(colon + 1)];
}

/**
 * A code that the contract declares or that the commit has, or the error's class. What else is read from the beginning of a
 * refusal may be a key or a name: of that the status is told.
 */
function codeOf(error: unknown): string {
    if (error instanceof TransactionRefused && !isDeclared(error)) return String(error.status);
    const { code, name = 'Error' } = (error ?? {}) as { readonly code?: unknown; readonly name?: string };
    return typeof code === 'string' && code !== '' ? code : name;
}

/** Whether a generated client has a class for its code. */
function isDeclared({ constructor, code }: TransactionRefused): boolean {
    return (constructor as Partial<RefusalClass>).code === code;
}
