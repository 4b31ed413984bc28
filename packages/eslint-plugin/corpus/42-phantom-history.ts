// history is not in the read set
// seen by: L:no-unchecked-query-before-write W
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<number> {
        let n = 0;
        for await (const _ of ctx.stub.getHistoryForKey(id)) n += 1; // fault
        if (n < 3) await ctx.stub.putState(id, Buffer.from(String(n)));
        return n;
    }
}
