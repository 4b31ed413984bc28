// correct twin of 39-self-transfer
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async mint(ctx: Context, a: string): Promise<void> {
        await ctx.stub.putState(a, Buffer.from('10'));
    }

    @Transaction()
    async m(ctx: Context, from: string, to: string, n: number): Promise<void> {
        if (from === to) return;
        const get = async (k: string): Promise<number> => Number((await ctx.stub.getState(k)).toString() || '0');
        const [f, t] = [await get(from), await get(to)];
        if (f < n) throw new ContractError('POOR', 'not enough');
        await ctx.stub.putState(from, Buffer.from(String(f - n)));
        await ctx.stub.putState(to, Buffer.from(String(t + n)));
    }
}
