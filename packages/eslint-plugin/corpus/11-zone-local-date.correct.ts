// correct twin of 11-zone-local-date
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const at = ctx.stub.getDateTimestamp();
        await ctx.stub.putState(id, ctx.serialize({ day: at.getUTCDate(), hour: at.getUTCHours() }));
    }
}
