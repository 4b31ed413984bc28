// private bytes in a public key
// seen by: L:no-private-leak T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = ctx.stub.getTransient().get('price') ?? Buffer.alloc(0);
        await ctx.stub.putPrivateData('prices', id, price);
        await ctx.stub.putState(id, price); // fault
    }
}
