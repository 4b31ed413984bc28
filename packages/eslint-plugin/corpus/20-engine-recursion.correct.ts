// correct twin of 20-engine-recursion
import { Context, Contract, Public, Transaction } from '@heddle/contract';

function depth(n: number): number {
    let d = 0;
    while (d < n) d += 1;
    return d;
}

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<number> {
        const d = n > 1_000 ? -1 : depth(n);
        await ctx.stub.putState('d', ctx.serialize(d));
        return d;
    }
}
