import { methodRecordOf } from '../evidence/class-record';
import type { TransactionKind } from '../evidence/transaction-info';
import { recordingMember } from './recording';

/** How a transaction is run. */
export interface TransactionOptions {
    /**
     * When `putState` and `deleteState` of `ctx.stub` go to the peer. Default: `immediate`, each when it is called.
     *
     * `deferred` ones resolve at once and leave together: before a query, a history, a call of another chaincode, a write
     * of private data or of a policy, at 1 MiB or as many as the peer takes in one message, and at the end. The ledger gets
     * the same. What changes is when a refused write is noticed: at that later call, or at the end, by an error that names
     * its key, with the line that wrote it as its cause; the transaction fails then, whatever its function does with the error.
     * Peers before Fabric 3.1 take no batches: there every write goes when it is called, and rejects if it is refused.
     */
    readonly writes?: 'immediate' | 'deferred';
}

/**
 * Makes a method a transaction.
 * @param how false for one that is only evaluated, as with `@Evaluate()`; or when its writes are sent
 *
 * @example
 * \@Transaction()
 * async rename(ctx: Context, id: string, name: string): Promise<void> {
 *     await ctx.stub.putState(id, ctx.serialize({ id, name }));
 * }
 */
export function Transaction(how: boolean | TransactionOptions = true): MethodDecorator {
    if (typeof how === 'boolean') return transactionAs('Transaction', how ? 'submit' : 'evaluate');
    return recordingMember('Transaction', (prototype, name) => {
        const record = methodRecordOf(prototype, name);
        record.transaction = 'submit';
        record.writes = how.writes ?? 'immediate';
    });
}

/** Makes a decorator of transactions of one kind. */
export function transactionAs(decorator: string, kind: TransactionKind): MethodDecorator {
    return recordingMember(decorator, (prototype, name) => {
        methodRecordOf(prototype, name).transaction = kind;
    });
}
