// correct twin of 46-json-bigint
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, amount: bigint): Promise<void> {
        await ctx.stub.putState('a', ctx.serialize({ amount }));
    }
}
