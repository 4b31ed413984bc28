// a to a~ misses keys after ~, such as é
// seen by: L:no-unbounded-range F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, p: string): Promise<number> {
        let n = 0;
        for await (const _ of ctx.stub.getStateByRange(p, p + '~')) n += 1; // fault
        await ctx.stub.putState('n', Buffer.from(String(n)));
        return n;
    }
}
