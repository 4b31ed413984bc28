// create overwrites what another has
// seen by: L:no-blind-create F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async createAsset(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ owner: ctx.clientIdentity.getID() })); // fault
    }
}
