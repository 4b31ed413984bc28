// 0.1 + 0.2; sums that do not add up
// seen by: L:no-float-money F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, a: string, n: number): Promise<number> {
        const b = await ctx.stub.getState(a);
        const balance = b.length === 0 ? 0 : parseFloat(b.toString()); // fault
        await ctx.stub.putState(a, ctx.serialize(balance + n));
        return balance + n;
    }
}
