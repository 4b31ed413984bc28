// one key in every transaction: one per block succeeds
// seen by: W
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<number> {
        const b = await ctx.stub.getState('total');
        const n = Number(b.toString() || '0') + 1;
        await ctx.stub.putState('total', Buffer.from(String(n))); // fault
        await ctx.stub.putState(id, Buffer.from('x'));
        return n;
    }
}
