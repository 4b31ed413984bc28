// a winner per endorser
// seen by: L:no-nondeterministic-source T D
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ win: Math.random() < 0.5, ticket: Math.random() })); // fault
    }
}
