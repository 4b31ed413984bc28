// order of å and z by locale and ICU version
// seen by: L:no-locale T P X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, names: string): Promise<void> {
        await ctx.stub.putState('n', ctx.serialize(names.split(',').sort((a, b) => a.localeCompare(b)))); // fault
    }
}
