// hours of the machine's time zone
// seen by: L:no-locale T P X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const at = ctx.stub.getDateTimestamp();
        await ctx.stub.putState(id, ctx.serialize({ day: at.getDate(), hour: at.getHours() })); // fault
    }
}
