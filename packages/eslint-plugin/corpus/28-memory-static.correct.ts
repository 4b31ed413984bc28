// correct twin of 28-memory-static
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const bytes = await ctx.stub.getState('count');
        const count = Number(bytes.toString() || '0') + 1;
        await ctx.stub.putState('count', ctx.serialize(count));
        await ctx.stub.putState(id, ctx.serialize({ n: count }));
    }
}
