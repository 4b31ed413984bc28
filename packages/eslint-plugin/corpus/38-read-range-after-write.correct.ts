// correct twin of 38-read-range-after-write
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<number> {
        let n = 1;
        for await (const _ of ctx.stub.getStateByPartialCompositeKey('lot', ['f1'])) n += 1;
        await ctx.stub.putState(ctx.stub.createCompositeKey('lot', ['f1', id]), Buffer.from('x'));
        await ctx.stub.putState('count', Buffer.from(String(n)));
        return n;
    }
}
