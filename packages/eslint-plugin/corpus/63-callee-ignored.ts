// a called chaincode refuses, and the caller commits
// seen by: L:check-callee-status F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.invokeChaincode('bank', ['debit', id, '5']); // fault
        await ctx.stub.putState(id, Buffer.from('paid'));
    }
}
