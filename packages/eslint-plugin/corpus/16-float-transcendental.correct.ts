// correct twin of 16-float-transcendental
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        let due = BigInt(Math.round(n));
        for (let year = 0; year < 3; year += 1) due += (due * 70n) / 1000n;
        await ctx.stub.putState('n', ctx.serialize(due));
    }
}
