// correct twin of 06-random-uuid
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, v: string): Promise<void> {
        await ctx.stub.putState(ctx.stub.getTxID(), ctx.serialize(v));
    }
}
