// correct twin of 17-float-money
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, a: string, n: bigint): Promise<bigint> {
        const bytes = await ctx.stub.getState(a);
        const balance = bytes.length === 0 ? 0n : BigInt(bytes.toString());
        await ctx.stub.putState(a, Buffer.from(String(balance + n)));
        return balance + n;
    }
}
