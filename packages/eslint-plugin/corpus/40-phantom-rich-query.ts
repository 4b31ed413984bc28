// a rich query is not checked again at commit
// seen by: L:no-unchecked-query-before-write W F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, owner: string): Promise<void> {
        let n = 0;
        for await (const _ of ctx.stub.getQueryResult(JSON.stringify({ selector: { owner } }))) n += 1; // fault
        if (n < 3) await ctx.stub.putState(owner + n, Buffer.from(JSON.stringify({ owner })));
    }
}
