// correct twin of 52-access-common-name
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, fee: number): Promise<void> {
        if (ctx.clientIdentity.getMSPID() !== 'Org1MSP' || !ctx.clientIdentity.assertAttributeValue('role', 'admin'))
            throw new ContractError('DENIED', 'admins only', { status: 403 });
        await ctx.stub.putState('fee', ctx.serialize(fee));
    }
}
