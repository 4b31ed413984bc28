// correct twin of 08-env-variable
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, amount: number): Promise<number> {
        const bytes = await ctx.stub.getState('rate');
        const fee = amount * (bytes.length === 0 ? 1 : Number(bytes.toString()));
        await ctx.stub.putState('fee', ctx.serialize(fee));
        return fee;
    }
}
