import type { HostObserver } from '../observer';
import { tracePassing } from '../tracing/passing-spans';
import type { ResolvedTracing } from '../tracing/tracing-options';

/** What the limits tell of a transaction. */
type LimitsObserver = Pick<HostObserver, 'transactionWaited' | 'transactionRefused'>;

/** Adds to what is told of the limits that a transaction which had to wait, or was refused, has a span of that. */
export function withQueueSpans(
    observer: LimitsObserver | undefined,
    tracing: ResolvedTracing | undefined,
): LimitsObserver | undefined {
    if (tracing === undefined) return observer;
    const passed = tracePassing('queue', tracing);
    return {
        transactionWaited: (report) => {
            observer?.transactionWaited?.(report);
            const { channelId, txId, durationMs } = report;
            passed({ channelId, txId, durationMs, failure: undefined, attributes: {} });
        },
        transactionRefused: (report) => {
            observer?.transactionRefused?.(report);
            const { channelId, txId, reason } = report;
            passed({ channelId, txId, durationMs: 0, failure: reason, attributes: {} });
        },
    };
}
