// default locale of Intl
// seen by: L:no-locale T P X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        await ctx.stub.putState(
            'n',
            ctx.serialize(new Intl.NumberFormat(undefined, { style: 'currency', currency: 'EUR' }).format(n)), // fault
        );
    }
}
