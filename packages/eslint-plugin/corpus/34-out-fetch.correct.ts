// correct twin of 34-out-fetch
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = (await ctx.stub.getState('price')).toString();
        await ctx.stub.putState(id, ctx.serialize({ price }));
    }
}
