// the client says who it is
// seen by: L:require-access-decision F
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    // fault
    async m(ctx: Context, id: string, caller: string, to: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        if (b.length > 0 && b.toString() !== caller) throw new ContractError('NOT_OWNER', 'not yours', { status: 403 });
        await ctx.stub.putState(id, Buffer.from(to));
    }
}
