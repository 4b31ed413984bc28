// correct twin of 35-out-file
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const limits = (await ctx.stub.getState('limits')).toString() || '{}';
        await ctx.stub.putState(id, ctx.serialize(limits));
    }
}
