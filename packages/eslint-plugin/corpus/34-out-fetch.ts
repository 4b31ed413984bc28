// answers differ, or do not come
// seen by: L:no-outside-world T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const price = await (await fetch('http://127.0.0.1:9/price')).text().catch(() => 'none'); // fault
        await ctx.stub.putState(id, ctx.serialize({ price }));
    }
}
