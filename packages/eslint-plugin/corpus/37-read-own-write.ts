// getState answers what was before the transaction
// seen by: L:no-read-after-write F W
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        for (let i = 0; i < 2; i += 1) {
            const b = await ctx.stub.getState(id); // fault
            const n = b.length === 0 ? 0 : Number(b.toString());
            await ctx.stub.putState(id, Buffer.from(String(n + 1)));
        }
    }
}
