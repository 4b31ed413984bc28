// a comparator that answers true or false
// seen by: L:no-bad-comparator X F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context): Promise<number[]> {
        const bids = [10, 9, 1].sort((a, b) => (a > b) as unknown as number); // fault
        await ctx.stub.putState('best', ctx.serialize(bids[2]));
        return bids;
    }
}
