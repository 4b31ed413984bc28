// correct twin of 59-private-in-argument
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = ctx.stub.getTransient().get('price') ?? Buffer.alloc(0);
        await ctx.stub.putPrivateData('prices', id, price);
    }
}
