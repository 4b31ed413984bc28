import { createHash } from 'node:crypto';

/** The trace of a transaction, and the span that all processes hang theirs below. Hexadecimal, as OpenTelemetry has them. */
export interface TraceIdentity {
    readonly traceId: string;
    readonly spanId: string;
}

/** Fabric's ids are a SHA-256 of nonce and creator (fabric, protoutil/proputils.go, ComputeTxID). */
const FABRIC_ID = /^[0-9a-f]{64}$/;
const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;

/**
 * Makes the ids of a transaction's trace: the first 16 bytes of its id, and the 8 after those. Who knows the transaction
 * knows its trace, so nothing has to be handed from process to process. An id of another form is hashed first, with SHA-256.
 */
export function traceOf(txId: string): TraceIdentity {
    const digits = FABRIC_ID.test(txId) ? txId : createHash('sha256').update(txId).digest('hex');
    return {
        traceId: digits.slice(0, TRACE_DIGITS),
        spanId: digits.slice(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS),
    };
}
