// a name of the client becomes __proto__
// seen by: L:no-untrusted-property F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string, choice: string): Promise<void> {
        const votes: Record<string, string> = {};
        votes[choice] = id; // fault
        await ctx.stub.putState(id, ctx.serialize(Object.keys(votes)));
    }
}
