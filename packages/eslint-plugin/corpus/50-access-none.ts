// anybody sets the fee
// seen by: L:require-access-decision F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    // fault
    async setFee(ctx: Context, fee: number): Promise<void> {
        await ctx.stub.putState('fee', ctx.serialize(fee));
    }
}
