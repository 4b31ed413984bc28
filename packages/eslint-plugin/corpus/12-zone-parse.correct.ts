// correct twin of 12-zone-parse
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, due: string): Promise<void> {
        const at = new Date(`${due}Z`);
        await ctx.stub.putState('due', ctx.serialize({ due: Number.isNaN(at.getTime()) ? due : at.toISOString() }));
    }
}
