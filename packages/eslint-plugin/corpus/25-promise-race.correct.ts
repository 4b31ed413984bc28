// correct twin of 25-promise-race
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, a: string, b: string): Promise<void> {
        const [first] = await Promise.all(
            [a, b].map(async (k) => {
                await ctx.stub.getState(k);
                return k;
            }),
        );
        await ctx.stub.putState('first', ctx.serialize(first));
    }
}
