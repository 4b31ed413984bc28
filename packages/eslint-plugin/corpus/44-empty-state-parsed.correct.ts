// correct twin of 44-empty-state-parsed
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        if (b.length === 0) throw new ContractError('NOT_FOUND', 'is not there', { status: 404 });
        await ctx.stub.putState(id, ctx.serialize({ n: ctx.deserialize(Number, b) + 1 }));
    }
}
