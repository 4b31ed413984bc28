// correct twin of 54-range-unbounded
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context): Promise<number> {
        let sum = 0;
        for await (const { value } of ctx.stub.getStateByPartialCompositeKey('lot', ['f1'])) sum += value.length;
        await ctx.stub.putState('sum', Buffer.from(String(sum)));
        return sum;
    }
}
