// the transaction's time is chosen by the client
// seen by: L:no-client-time-decision(info) F
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        if (ctx.stub.getDateTimestamp().getTime() < 1_900_000_000_000) throw new ContractError('LOCKED', 'not yet'); // fault
        await ctx.stub.deleteState(id);
    }
}
