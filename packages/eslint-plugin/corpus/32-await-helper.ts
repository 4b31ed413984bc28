// an own asynchronous method, without await
// seen by: L:await-operations R
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        this.store(ctx, id); // fault
    }

    async store(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, Buffer.from('x'));
    }
}
