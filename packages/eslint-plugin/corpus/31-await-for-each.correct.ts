// correct twin of 31-await-for-each
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, ids: string): Promise<void> {
        for (const id of ids.split(',')) {
            const b = await ctx.stub.getState(id);
            if (b.length === 0) await ctx.stub.putState(id, Buffer.from('x'));
        }
    }
}
