// 1.234,5 here and 1,234.5 there
// seen by: L:no-locale T P X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        await ctx.stub.putState('n', ctx.serialize({ text: n.toLocaleString() })); // fault
    }
}
