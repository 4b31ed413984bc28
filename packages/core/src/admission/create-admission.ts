import type { Logger } from '../logger';
import { Admission } from './admission';
import type { ResolvedLimits } from './limit-options';

/** What of a host's options is about limits. */
export interface AdmissionOptions {
    readonly limits: ResolvedLimits | undefined;
    readonly transactionTimeoutMs: number;
    /** Set where there are worker threads. */
    readonly workers?: object | undefined;
    readonly logger: Logger;
}

/** Makes the room of a process; undefined where nothing is limited. */
export function createAdmission(options: AdmissionOptions): Admission | undefined {
    const { limits, transactionTimeoutMs, workers, logger } = options;
    if (limits === undefined) return undefined;
    if (workers !== undefined && limits.memory !== undefined) {
        const text =
            'limits.memory (CORE_MAX_MEMORY_PERCENT, --max-memory-percent) does not see the memory of worker threads: each has a ' +
            'heap of its own. Bound that by workers.resourceLimits, or how many transactions run by limits.transactions';
        logger.warn({}, text);
    }
    if (transactionTimeoutMs === 0) {
        const text =
            'transactions have places and no time limit: one whose function never ends keeps its place for good. Set ' +
            'transactionTimeoutMs (CORE_TRANSACTION_TIMEOUT_MS, --transaction-timeout-ms) to what the peer waits, 30000 by default';
        logger.warn({}, text);
    }
    return new Admission(limits);
}
