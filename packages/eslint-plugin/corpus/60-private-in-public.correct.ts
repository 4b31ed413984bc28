// correct twin of 60-private-in-public
import { createHash } from 'node:crypto';
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = ctx.stub.getTransient().get('price') ?? Buffer.alloc(0);
        await ctx.stub.putPrivateData('prices', id, price);
        await ctx.stub.putState(id, createHash('sha256').update(price).digest());
    }
}
