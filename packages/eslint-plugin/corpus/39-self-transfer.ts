// two reads of one key: the second write wins, money is made
// seen by: F
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async mint(ctx: Context, a: string): Promise<void> {
        await ctx.stub.putState(a, Buffer.from('10'));
    }
    @Transaction()
    async m(ctx: Context, from: string, to: string, n: number): Promise<void> {
        const get = async (k: string): Promise<number> => Number((await ctx.stub.getState(k)).toString() || '0');
        const [f, t] = [await get(from), await get(to)];
        if (f < n) throw new ContractError('POOR', 'not enough');
        await ctx.stub.putState(from, Buffer.from(String(f - n)));
        await ctx.stub.putState(to, Buffer.from(String(t + n))); // fault
    }
}
