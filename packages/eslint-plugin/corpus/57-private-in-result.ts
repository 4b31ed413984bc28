// the result of a submitted transaction is in the block
// seen by: L:no-private-leak T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<string> {
        const b = await ctx.stub.getPrivateData('prices', id);
        await ctx.stub.putState(id, Buffer.from('seen'));
        return b.toString(); // fault
    }
}
