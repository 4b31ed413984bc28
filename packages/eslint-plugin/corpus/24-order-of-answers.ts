// pushed as answers come in
// seen by: L:no-completion-order P
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, ids: string): Promise<void> {
        const found: string[] = [];
        await Promise.all(
            ids.split(',').map(async (id) => {
                const b = await ctx.stub.getState(id);
                found.push(id + b.length); // fault
            }),
        );
        await ctx.stub.putState('found', ctx.serialize(found));
    }
}
