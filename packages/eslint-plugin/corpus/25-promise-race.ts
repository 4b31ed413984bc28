// whichever answers first
// seen by: L:no-completion-order P
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, a: string, b: string): Promise<void> {
        // fault
        const first = await Promise.race(
            [a, b].map(async (k) => {
                await ctx.stub.getState(k);
                return k;
            }),
        );
        await ctx.stub.putState('first', ctx.serialize(first));
    }
}
