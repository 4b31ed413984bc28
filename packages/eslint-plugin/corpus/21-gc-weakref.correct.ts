// correct twin of 21-gc-weakref
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const had = await ctx.stub.exists(id);
        await ctx.stub.putState(id, ctx.serialize({ had }));
    }
}
