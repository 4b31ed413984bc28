// correct twin of 33-swallow-after-write
import { Context, Contract, ContractError, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, a: string, b: string): Promise<string> {
        if (b === '') throw new ContractError('NO_PAYEE', 'no payee');
        await ctx.stub.putState(a, Buffer.from('debited'));
        await ctx.stub.putState(b, Buffer.from('credited'));
        return 'ok';
    }
}
