// correct twin of 43-empty-state-truthy
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        if (b.length > 0) throw new ContractError('EXISTS', 'is there');
        await ctx.stub.putState(id, Buffer.from('x'));
    }
}
