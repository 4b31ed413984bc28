// Math.pow, exp, sin are not the same in all engines and versions
// seen by: L:no-inexact-math X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        await ctx.stub.putState('n', ctx.serialize(n * Math.exp(0.07 * 3))); // fault
    }
}
