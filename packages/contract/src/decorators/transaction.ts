import { methodRecordOf } from '../evidence/class-record';

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
    return (prototype, name) => {
        methodRecordOf(prototype, name).transaction = commit ? 'submit' : 'evaluate';
    };
}
