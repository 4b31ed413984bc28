// writes of a callee on another channel are dropped
// seen by: L:no-cross-channel-write
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const { status } = await ctx.stub.invokeChaincode('bank', ['debit', id, '5'], 'otherchannel'); // fault
        if (status >= 400) throw new ContractError('REFUSED', 'no');
        await ctx.stub.putState(id, Buffer.from('paid'));
    }
}
