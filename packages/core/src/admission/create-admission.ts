import type { Logger } from '../logger';
import { Admission } from './admission';
import type { ResolvedLimits } from './limit-options';

/** What of a host's options is about limits. */
export interface AdmissionOptions {
    readonly limits: ResolvedLimits | undefined;
    readonly transactionTimeoutMs: number;
    readonly logger: Logger;
}

/** Makes the room of a process; undefined where nothing is limited. */
export function createAdmission({ limits, transactionTimeoutMs, logger }: AdmissionOptions): Admission | undefined {
    if (limits === undefined) return undefined;
    if (transactionTimeoutMs === 0) {
        const text =
            'transactions have places and no time limit: one whose function never ends keeps its place for good. Set ' +
            'transactionTimeoutMs (CORE_TRANSACTION_TIMEOUT_MS, --transaction-timeout-ms) to what the peer waits, 30000 by default';
        logger.warn({}, text);
    }
    return new Admission(limits);
}
