// events are in the block
// seen by: L:no-private-leak T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = await ctx.stub.getPrivateData('prices', id);
        ctx.stub.setEvent('Priced', price); // fault
    }
}
