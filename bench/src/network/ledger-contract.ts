import { type Context, Contract, Evaluate, Transaction } from '@heddle/contract';

/** The chaincode's name. */
export const CHAINCODE = 'ledger';

/** The least that an application does with a ledger. */
export class Ledger extends Contract {
    @Transaction()
    async create(ctx: Context, key: string, value: string): Promise<void> {
        const before = await ctx.stub.getState(key);
        if (before.length > 0) throw new Error(`${key} exists`);
        await ctx.stub.putState(key, Buffer.from(value));
    }

    @Evaluate()
    async read(ctx: Context, key: string): Promise<string> {
        return (await ctx.stub.getState(key)).toString();
    }
}
