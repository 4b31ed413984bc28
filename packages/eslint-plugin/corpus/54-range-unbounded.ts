// grows with the ledger, conflicts with every write
// seen by: L:no-unbounded-range W
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context): Promise<number> {
        let sum = 0;
        for await (const { value } of ctx.stub.getStateByRange('', '')) sum += value.length; // fault
        await ctx.stub.putState('sum', Buffer.from(String(sum)));
        return sum;
    }
}
