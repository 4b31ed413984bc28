// the client evaluates, computes, and submits the new value: nothing that it read is in the read set
// seen by: L:no-blind-create F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async setStock(ctx: Context, id: string, left: number): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ left })); // fault
    }
}
