// correct twin of 30-await-missing
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, Buffer.from('x'));
    }
}
