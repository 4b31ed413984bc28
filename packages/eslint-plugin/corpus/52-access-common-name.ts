// any organisation can issue CN=admin
// seen by: L:no-identity-by-name
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, fee: number): Promise<void> {
        // fault
        if (!ctx.clientIdentity.getID().includes('CN=admin'))
            throw new ContractError('DENIED', 'admins only', { status: 403 });
        await ctx.stub.putState('fee', ctx.serialize(fee));
    }
}
