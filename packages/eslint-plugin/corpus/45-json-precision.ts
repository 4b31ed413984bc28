// 2^53 and beyond is rounded
// seen by: L:no-float-money F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, json: string): Promise<void> {
        const { amount } = JSON.parse(json) as { amount: number }; // fault
        await ctx.stub.putState('amount', ctx.serialize({ amount }));
    }
}
