// what the collector has done
// seen by: L:no-nondeterministic-source T X
import { Context, Contract, Transaction } from '@heddle/contract';

let kept: WeakRef<object> | undefined;

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const had = kept?.deref() !== undefined; // fault
        kept = new WeakRef({});
        await ctx.stub.putState(id, ctx.serialize({ had }));
    }
}
