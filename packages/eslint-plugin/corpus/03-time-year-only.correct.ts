// correct twin of 03-time-year-only
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ year: ctx.stub.getDateTimestamp().getUTCFullYear() }));
    }
}
