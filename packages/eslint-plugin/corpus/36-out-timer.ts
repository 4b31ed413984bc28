// a pause holds the peer's transaction; the time decides
// seen by: L:no-outside-world T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await new Promise((done) => setTimeout(done, 20)); // fault
        await ctx.stub.putState(id, ctx.serialize(1));
    }
}
