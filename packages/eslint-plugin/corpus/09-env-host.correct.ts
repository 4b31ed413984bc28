// correct twin of 09-env-host
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ by: ctx.clientIdentity.getMSPID() }));
    }
}
