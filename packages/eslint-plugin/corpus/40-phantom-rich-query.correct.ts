// correct twin of 40-phantom-rich-query
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, owner: string): Promise<void> {
        let n = 0;
        for await (const _ of ctx.stub.getStateByPartialCompositeKey('owner~item', [owner])) n += 1;
        if (n < 3)
            await ctx.stub.putState(
                ctx.stub.createCompositeKey('owner~item', [owner, String(n)]),
                ctx.serialize({ owner }),
            );
    }
}
