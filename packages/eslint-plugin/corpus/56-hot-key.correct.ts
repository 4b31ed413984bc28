// correct twin of 56-hot-key
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(ctx.stub.createCompositeKey('total', [ctx.stub.getTxID()]), Buffer.from('1'));
        await ctx.stub.putState(id, Buffer.from('x'));
    }
}
