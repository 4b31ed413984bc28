// correct twin of 65-regex-backtracking
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, text: string): Promise<boolean> {
        const ok = /^a+$/.test(text);
        await ctx.stub.putState('ok', Buffer.from(String(ok)));
        return ok;
    }
}
