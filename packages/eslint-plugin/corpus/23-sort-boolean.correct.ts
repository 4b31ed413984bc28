// correct twin of 23-sort-boolean
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context): Promise<number[]> {
        const bids = [10, 9, 1].sort((a, b) => (a > b ? 1 : a < b ? -1 : 0));
        await ctx.stub.putState('best', ctx.serialize(bids[2]));
        return bids;
    }
}
