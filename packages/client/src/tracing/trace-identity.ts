import { createHash } from 'node:crypto';

/** The trace of a transaction, and the span that is its root. */
export interface TraceIdentity {
    readonly traceId: string;
    readonly spanId: string;
}

const TRANSACTION_ID = /^[0-9a-f]{64}$/;

/** Makes them of the transaction's id, as servers, routers and networks of Heddle do: its bytes 0 to 15, and 16 to 23. */
export function traceIdentityOf(transactionId: string): TraceIdentity {
    const digits = TRANSACTION_ID.test(transactionId)
        ? transactionId
        : createHash('sha256').update(transactionId).digest('hex');
    return { traceId: digits.slice(0, 32), spanId: digits.slice(32, 48) };
}

/** Tells whether a trace is in the sample, by the rule of OpenTelemetry's `TraceIdRatioBasedSampler` for JavaScript. */
export function isInSample({ traceId }: TraceIdentity, ratio: number): boolean {
    const words = traceId.match(/.{8}/g) ?? [];
    const folded = words.reduce((sum, word) => (sum ^ parseInt(word, 16)) >>> 0, 0);
    return ratio >= 1 || folded < Math.floor(ratio * 0xffff_ffff);
}
