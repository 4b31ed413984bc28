import { methodRecordOf } from '../evidence/class-record';
import type { TransactionKind } from '../evidence/transaction-info';
import { recordingMember } from './recording';

/**
 * Makes a method a transaction.
 * @param commit false for one that is only evaluated, as with `@Evaluate()`
 *
 * @example
 * \@Transaction()
 * async rename(ctx: Context, id: string, name: string): Promise<void> {
 *     await ctx.stub.putState(id, ctx.serialize({ id, name }));
 * }
 */
export function Transaction(commit: boolean = true): MethodDecorator {
    return transactionAs('Transaction', commit ? 'submit' : 'evaluate');
}

/** Makes a decorator of transactions of one kind. */
export function transactionAs(decorator: string, kind: TransactionKind): MethodDecorator {
    return recordingMember(decorator, (prototype, name) => {
        methodRecordOf(prototype, name).transaction = kind;
    });
}
