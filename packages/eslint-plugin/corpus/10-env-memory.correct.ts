// correct twin of 10-env-memory
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const big = ctx.stub.getArgs().join('').length > 64;
        await ctx.stub.putState(id, ctx.serialize({ big }));
    }
}
