// half of the writes, and success
// seen by: L:no-swallowed-failure F
import { Context, Contract, ContractError, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, a: string, b: string): Promise<string> {
        try {
            await ctx.stub.putState(a, Buffer.from('debited'));
            if (b === '') throw new ContractError('NO_PAYEE', 'no payee');
            await ctx.stub.putState(b, Buffer.from('credited'));
        } catch {
            // fault above
            return 'failed';
        }
        return 'ok';
    }
}
