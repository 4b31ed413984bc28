import type { TracingOptions } from '../tracing/tracing-option';
import type { RetryPolicy } from './retry';

/** What undeclared transient data may be: texts and bytes as they are, all else as arguments are written. */
export type TransientData = Readonly<Record<string, unknown>>;

/** How a transaction is called, besides its arguments. */
export interface CallOptions<T = TransientData> {
    /**
     * Ends the call: it rejects with the signal's reason. Where the transaction had been submitted before, it rejects with
     * a CommitUnknown.
     */
    readonly signal?: AbortSignal | undefined;
    /** How long all of the call may take. Default: what the gateway was connected with. */
    readonly timeoutMs?: number | undefined;
    /** Transient data: it goes with the transaction and is in no block. Default: none. */
    readonly transient?: T | undefined;
    /** MSP ids of the organizations whose peers run it. Default: as the gateway finds out. */
    readonly endorsingOrganizations?: readonly string[] | undefined;
    /**
     * Traces the call by OpenTelemetry: true, or which part of all. The trace's id is made of the transaction's, so spans
     * of servers are in it too. It needs `@opentelemetry/api`. Default false: nothing of it is loaded.
     */
    readonly tracing?: TracingOptions | boolean | undefined;
}

/** How a transaction is submitted. */
export interface SubmitOptions<T = TransientData> extends CallOptions<T> {
    /** What follows when others have changed meanwhile what it had read. Default: it fails at once. */
    readonly retry?: RetryPolicy | undefined;
}
