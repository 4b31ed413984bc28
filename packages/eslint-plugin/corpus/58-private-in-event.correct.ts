// correct twin of 58-private-in-event
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = await ctx.stub.getPrivateData('prices', id);
        if (price.length > 0) ctx.stub.setEvent('Priced', Buffer.from(id));
    }
}
