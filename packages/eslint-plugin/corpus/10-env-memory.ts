// large and small machines choose different ways
// seen by: L:no-environment T X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const big = process.memoryUsage().heapUsed > 64e6; // fault
        await ctx.stub.putState(id, ctx.serialize({ big }));
    }
}
