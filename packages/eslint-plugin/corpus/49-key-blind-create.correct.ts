// correct twin of 49-key-blind-create
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async createAsset(ctx: Context, id: string): Promise<void> {
        if (await ctx.stub.exists(id)) throw new ContractError('EXISTS', 'is there', { status: 409 });
        await ctx.stub.putState(id, ctx.serialize({ owner: ctx.clientIdentity.getID() }));
    }
}
