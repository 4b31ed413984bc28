// correct twin of 57-private-in-result
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<string> {
        const b = await ctx.stub.getPrivateData('prices', id);
        await ctx.stub.putState(id, Buffer.from('seen'));
        return b.length === 0 ? 'no price' : 'has a price';
    }
}
