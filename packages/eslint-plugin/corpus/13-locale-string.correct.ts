// correct twin of 13-locale-string
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        await ctx.stub.putState('n', ctx.serialize({ text: n.toFixed(2) }));
    }
}
