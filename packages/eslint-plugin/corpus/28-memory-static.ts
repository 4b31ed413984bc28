// the same on the class
// seen by: L:no-state-in-memory D
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    static count = 0;
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        C.count += 1; // fault
        await ctx.stub.putState(id, ctx.serialize({ n: C.count }));
    }
}
