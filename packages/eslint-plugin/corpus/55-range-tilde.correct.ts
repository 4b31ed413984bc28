// correct twin of 55-range-tilde
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, p: string): Promise<number> {
        let n = 0;
        for await (const _ of ctx.stub.getStateByPartialCompositeKey('name', [p])) n += 1;
        await ctx.stub.putState('n', Buffer.from(String(n)));
        return n;
    }
}
