// correct twin of 41-phantom-page
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        let n = 0;
        for await (const _ of ctx.stub.getStateByPartialCompositeKey('lot', [id])) n += 1;
        await ctx.stub.putState(id, Buffer.from(String(n)));
    }
}
