// writes of an evaluation go nowhere
// seen by: L:no-write-in-evaluate R
import { Context, Contract, Evaluate } from '@heddle/contract';

export class C extends Contract {
    @Evaluate()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, Buffer.from('x')); // fault
    }
}
