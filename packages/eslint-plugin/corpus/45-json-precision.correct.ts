// correct twin of 45-json-precision
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, amount: bigint): Promise<void> {
        await ctx.stub.putState('amount', ctx.serialize({ amount }));
    }
}
