// JSON.stringify throws on a bigint
// seen by: L:no-raw-json F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, amount: bigint): Promise<void> {
        await ctx.stub.putState('a', Buffer.from(JSON.stringify({ amount }))); // fault
    }
}
