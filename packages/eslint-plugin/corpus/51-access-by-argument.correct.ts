// correct twin of 51-access-by-argument
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string, caller: string, to: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        if (b.length > 0 && b.toString() !== ctx.clientIdentity.getID())
            throw new ContractError('NOT_OWNER', `not yours, ${caller}`, { status: 403 });
        await ctx.stub.putState(id, Buffer.from(to));
    }
}
