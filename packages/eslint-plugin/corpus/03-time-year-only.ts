// differs on one night of the year only
// seen by: L:no-nondeterministic-source T P
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ year: new Date().getUTCFullYear() })); // fault
    }
}
