import type { TraceIdentity } from './trace-identity';

let generates = false;
let next: TraceIdentity | undefined;

/**
 * Makes the ids of an SDK's spans: random ones, but for the span of a call, which gets those that all processes make of the
 * transaction's id. It is then the root of the trace; without this, the trace's spans hang below a root that nobody has. To be
 * given to the SDK's provider as its `idGenerator`.
 */
export class TransactionIdGenerator {
    constructor() {
        generates = true;
    }

    generateTraceId(): string {
        return next?.traceId ?? randomDigits(32);
    }

    generateSpanId(): string {
        return next?.spanId ?? randomDigits(16);
    }
}

/** Starts a span with these ids; undefined where no generator makes them. */
export function withIds<T extends { spanContext(): TraceIdentity }>(
    identity: TraceIdentity,
    start: () => T,
): T | undefined {
    if (!generates) return undefined;
    next = identity;
    try {
        const span = start();
        // The generator was made, and given to no SDK: the span has other ids, and is not ended, so that nobody gets it.
        return span.spanContext().traceId === identity.traceId ? span : undefined;
    } finally {
        next = undefined;
    }
}

/** Neither of the two may be zero. */
function randomDigits(count: number): string {
    const digits = Array.from({ length: count }, () => Math.floor(Math.random() * 16).toString(16)).join('');
    return /^0+$/.test(digits) ? randomDigits(count) : digits;
}
