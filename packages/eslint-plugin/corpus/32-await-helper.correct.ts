// correct twin of 32-await-helper
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await this.store(ctx, id);
    }

    async store(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, Buffer.from('x'));
    }
}
