import { called, type CalledTransaction } from './client-error';

/**
 * A transaction was sent to be ordered, and how it ended is not known: it may be committed, now or later. Submitting it anew
 * may do it twice. Look for its transaction id, or for what it does, before that.
 */
export class CommitUnknown extends Error {
    readonly transaction: string;
    readonly transactionId: string;

    /** @param why of the gateway, or what a signal was aborted with */
    constructor(call: CalledTransaction & { readonly transactionId: string }, why: unknown) {
        const reason = why instanceof Error ? why.message : String(why);
        super(`${called(call)} was submitted as ${call.transactionId}, and may be committed or not: ${reason}`, {
            cause: why,
        });
        this.name = 'CommitUnknown';
        this.transaction = call.transaction;
        this.transactionId = call.transactionId;
    }
}
