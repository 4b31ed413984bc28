import type { Context, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { loadOpenTelemetry, type OpenTelemetry } from './open-telemetry';
import { isSampled } from './sampling';
import { traceOf } from './trace-identity';
import type { ResolvedTracing } from './tracing-options';

/** What names the maker of spans. */
const SCOPE = 'heddle';

/** Starts spans in the traces of transactions. Loads the API of OpenTelemetry. */
export class TransactionTracer {
    readonly api: OpenTelemetry;
    readonly #tracer: Tracer;
    readonly #sampleRatio: number;

    /** @throws ChaincodeError INVALID_OPTIONS where the API is not installed */
    constructor({ sampleRatio }: ResolvedTracing) {
        this.api = loadOpenTelemetry();
        this.#tracer = this.api.trace.getTracer(SCOPE);
        this.#sampleRatio = sampleRatio;
    }

    /** The context of a transaction's topmost spans in this process; undefined where it is not in the sample. */
    contextOf(txId: string): Context | undefined {
        const identity = traceOf(txId);
        if (!isSampled(identity.traceId, this.#sampleRatio)) return undefined;
        const { trace, ROOT_CONTEXT, TraceFlags } = this.api;
        return trace.setSpanContext(ROOT_CONTEXT, { ...identity, traceFlags: TraceFlags.SAMPLED, isRemote: true });
    }

    start(name: string, options: SpanOptions, parent: Context): Span {
        return this.#tracer.startSpan(name, options, parent);
    }

    /** The context of what is done within a span. */
    within(span: Span): Context {
        return this.api.trace.setSpan(this.api.ROOT_CONTEXT, span);
    }

    /** Notes that what a span is of has failed. Its message may have values in it, and is not told. */
    fail(span: Span, code: string): void {
        span.setAttribute('error.type', code);
        span.setStatus({ code: this.api.SpanStatusCode.ERROR, message: code });
    }
}

/** What all spans of a transaction say of it. */
export function attributesOf({ channelId, txId }: { readonly channelId: string; readonly txId: string }): {
    readonly 'fabric.channel': string;
    readonly 'fabric.transaction_id': string;
} {
    return { 'fabric.channel': channelId, 'fabric.transaction_id': txId };
}
