// the depth of the stack is the machine's
// seen by: X
import { Context, Contract, Transaction } from '@heddle/contract';

function depth(n: number): number {
    return n === 0 ? 0 : 1 + depth(n - 1);
}

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<number> {
        let d = -1;
        try {
            d = depth(n); // fault
        } catch {
            d = -1;
        }
        await ctx.stub.putState('d', ctx.serialize(d));
        return d;
    }
}
