// correct twin of 64-callee-other-channel
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const { status } = await ctx.stub.invokeChaincode('bank', ['debit', id, '5']);
        if (status >= 400) throw new ContractError('REFUSED', 'no');
        await ctx.stub.putState(id, Buffer.from('paid'));
    }
}
