// 10 before 9
// seen by: L:no-bad-comparator F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context): Promise<number[]> {
        const bids = [10, 9, 1].sort(); // fault
        await ctx.stub.putState('best', ctx.serialize(bids[2]));
        return bids;
    }
}
