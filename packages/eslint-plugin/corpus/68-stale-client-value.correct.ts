// correct twin of 68-stale-client-value
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async setStock(ctx: Context, id: string, left: number, before: number): Promise<void> {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length > 0 && ctx.deserialize(Number, bytes) !== before)
            throw new ContractError('CHANGED', 'it has changed meanwhile', { status: 409 });
        await ctx.stub.putState(id, ctx.serialize(left));
    }
}
