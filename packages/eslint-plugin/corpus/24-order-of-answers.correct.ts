// correct twin of 24-order-of-answers
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, ids: string): Promise<void> {
        const found = await Promise.all(
            ids.split(',').map(async (id) => {
                const b = await ctx.stub.getState(id);
                return id + b.length;
            }),
        );
        await ctx.stub.putState('found', ctx.serialize(found));
    }
}
