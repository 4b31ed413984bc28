// an instance's field outlives the transaction
// seen by: L:no-state-in-memory D
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    #seen = new Map<string, number>();
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const n = (this.#seen.get(id) ?? 0) + 1;
        this.#seen.set(id, n); // fault
        await ctx.stub.putState(id, ctx.serialize({ n }));
    }
}
