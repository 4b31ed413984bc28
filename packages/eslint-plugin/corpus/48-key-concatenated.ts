// ("ab","c") and ("a","bc") are one key
// seen by: L:no-concatenated-key F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, owner: string, item: string): Promise<void> {
        await ctx.stub.putState(owner + item, Buffer.from(owner)); // fault
    }
}
