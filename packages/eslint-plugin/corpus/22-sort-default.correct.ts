// correct twin of 22-sort-default
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context): Promise<number[]> {
        const bids = [10, 9, 1].sort((a, b) => a - b);
        await ctx.stub.putState('best', ctx.serialize(bids[2]));
        return bids;
    }
}
