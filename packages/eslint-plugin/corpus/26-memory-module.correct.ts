// correct twin of 26-memory-module
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, v: string): Promise<number> {
        const bytes = await ctx.stub.getState('next');
        const next = Number(bytes.toString() || '0') + 1;
        await ctx.stub.putState('next', ctx.serialize(next));
        await ctx.stub.putState(`o${next}`, ctx.serialize(v));
        return next;
    }
}
