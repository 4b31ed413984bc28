// JSON.parse of an absent key: 500 instead of 404
// seen by: L:no-unchecked-parse F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const a = JSON.parse((await ctx.stub.getState(id)).toString()) as { n: number }; // fault
        await ctx.stub.putState(id, ctx.serialize({ n: a.n + 1 }));
    }
}
