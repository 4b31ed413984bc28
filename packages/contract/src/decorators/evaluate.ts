import { transactionAs } from './transaction';

/**
 * Makes a method a transaction that is evaluated and changes nothing: its stub refuses writes with
 * READ_ONLY_TRANSACTION. Submitting it is legal all the same, and `setEvent` is allowed.
 *
 * @example
 * \@Evaluate()
 * async has(ctx: Context, id: string): Promise<boolean> {
 *     return await ctx.stub.exists(id);
 * }
 */
export function Evaluate(): MethodDecorator {
    return transactionAs('Evaluate', 'evaluate');
}
