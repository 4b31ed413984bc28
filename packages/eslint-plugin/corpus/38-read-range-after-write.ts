// ranges do not see the transaction's writes
// seen by: L:no-read-after-write F W
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<number> {
        await ctx.stub.putState(ctx.stub.createCompositeKey('lot', ['f1', id]), Buffer.from('x'));
        let n = 0;
        for await (const _ of ctx.stub.getStateByPartialCompositeKey('lot', ['f1'])) n += 1; // fault
        await ctx.stub.putState('count', Buffer.from(String(n)));
        return n;
    }
}
