// correct twin of 53-time-of-client
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        if (b.toString() !== 'closed') throw new ContractError('LOCKED', 'not yet');
        await ctx.stub.deleteState(id);
    }
}
