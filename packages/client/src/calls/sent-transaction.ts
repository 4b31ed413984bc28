import type { Status } from '@hyperledger/fabric-gateway';

/** Where a transaction is, that was committed. */
export interface Committed {
    readonly transactionId: string;
    readonly blockNumber: bigint;
}

/** A transaction that was endorsed and submitted, and may not be committed yet. */
export interface SentTransaction<R> {
    readonly transactionId: string;
    /** Of the endorsement: it counts when the commit does. */
    readonly result: R;
    /**
     * Waits until it is committed. May be called again after a CommitUnknown.
     * @throws TransactionInvalid, CommitUnknown
     */
    commit(options?: {
        readonly signal?: AbortSignal | undefined;
        readonly timeoutMs?: number | undefined;
    }): Promise<Committed>;
    /**
     * Waits for its commit status, as the gateway client has it, and takes none for an error.
     * @throws CommitUnknown
     */
    status(options?: {
        readonly signal?: AbortSignal | undefined;
        readonly timeoutMs?: number | undefined;
    }): Promise<Status>;
}
