// organisations configure it differently
// seen by: L:no-environment T X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, amount: number): Promise<number> {
        const fee = Number(process.env['FEE'] ?? '1'); // fault
        await ctx.stub.putState('fee', ctx.serialize(amount * fee));
        return fee;
    }
}
