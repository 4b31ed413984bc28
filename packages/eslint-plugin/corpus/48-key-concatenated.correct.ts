// correct twin of 48-key-concatenated
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, owner: string, item: string): Promise<void> {
        await ctx.stub.putState(ctx.stub.createCompositeKey('item', [owner, item]), Buffer.from(owner));
    }
}
