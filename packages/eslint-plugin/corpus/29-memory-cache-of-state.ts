// a cached read is stale on one peer, and missing in its read set
// seen by: L:no-state-in-memory D F
import { Context, Contract, Transaction } from '@heddle/contract';

const config = new Map<string, number>();

export class C extends Contract {
    @Transaction()
    async set(ctx: Context, fee: number): Promise<void> {
        await ctx.stub.putState('fee', ctx.serialize(fee));
    }
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        let fee = config.get('fee');
        if (fee === undefined) {
            const b = await ctx.stub.getState('fee');
            fee = b.length === 0 ? 1 : Number(b.toString());
            config.set('fee', fee); // fault
        }
        await ctx.stub.putState(id, ctx.serialize({ fee }));
    }
}
