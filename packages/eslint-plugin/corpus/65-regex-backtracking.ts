// one argument stops all transactions of the process
// seen by: L:no-slow-pattern F
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, text: string): Promise<boolean> {
        const ok = /^(a+)+$/.test(text); // fault
        await ctx.stub.putState('ok', Buffer.from(String(ok)));
        return ok;
    }
}
