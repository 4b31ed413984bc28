// correct twin of 29-memory-cache-of-state
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async set(ctx: Context, fee: number): Promise<void> {
        await ctx.stub.putState('fee', ctx.serialize(fee));
    }

    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const b = await ctx.stub.getState('fee');
        const fee = b.length === 0 ? 1 : Number(b.toString());
        await ctx.stub.putState(id, ctx.serialize({ fee }));
    }
}
