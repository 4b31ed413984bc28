// correct twin of 27-memory-instance
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const seen = new Map<string, number>();
        const bytes = await ctx.stub.getState(id);
        seen.set(id, bytes.length === 0 ? 1 : ctx.deserialize(Number, bytes) + 1);
        await ctx.stub.putState(id, ctx.serialize(seen.get(id)));
    }
}
