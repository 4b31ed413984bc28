// correct twin of 50-access-none
import { Context, Contract, Public, RequireMsp, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    @RequireMsp('Org1MSP')
    async setFee(ctx: Context, fee: number): Promise<void> {
        await ctx.stub.putState('fee', ctx.serialize(fee));
    }
}
