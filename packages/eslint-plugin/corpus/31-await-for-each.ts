// forEach waits for nobody
// seen by: L:await-operations R
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, ids: string): Promise<void> {
        // fault
        ids.split(',').forEach(async (id) => {
            const b = await ctx.stub.getState(id);
            if (b.length === 0) await ctx.stub.putState(id, Buffer.from('x'));
        });
    }
}
