// text without a zone is read in the machine's
// seen by: L:no-locale T P X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, due: string): Promise<void> {
        await ctx.stub.putState('due', ctx.serialize({ due: new Date(due).toISOString() })); // fault
    }
}
