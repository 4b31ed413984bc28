// correct twin of 15-locale-intl
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        await ctx.stub.putState('n', ctx.serialize(`EUR ${n.toFixed(2)}`));
    }
}
