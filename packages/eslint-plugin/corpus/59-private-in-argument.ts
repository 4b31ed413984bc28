// arguments are in the block: use transient data
// seen by: L:no-private-leak T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string, price: string): Promise<void> {
        await ctx.stub.putPrivateData('prices', id, Buffer.from(price)); // fault
    }
}
