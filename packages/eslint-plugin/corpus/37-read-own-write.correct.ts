// correct twin of 37-read-own-write
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const b = await ctx.stub.getState(id);
        let n = b.length === 0 ? 0 : Number(b.toString());
        for (let i = 0; i < 2; i += 1) n += 1;
        await ctx.stub.putState(id, Buffer.from(String(n)));
    }
}
