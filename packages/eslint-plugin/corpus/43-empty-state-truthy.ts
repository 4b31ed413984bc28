// absent is an empty Buffer, which is true
// seen by: L:no-falsy-state-check
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        if (b) throw new ContractError('EXISTS', 'is there'); // fault
        await ctx.stub.putState(id, Buffer.from('x'));
    }
}
