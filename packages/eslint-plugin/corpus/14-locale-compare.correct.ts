// correct twin of 14-locale-compare
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, names: string): Promise<void> {
        await ctx.stub.putState('n', ctx.serialize(names.split(',').sort()));
    }
}
