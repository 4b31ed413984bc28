// paths and lines of one build
// seen by: L:no-engine-text X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ trace: new Error().stack })); // fault
    }
}
