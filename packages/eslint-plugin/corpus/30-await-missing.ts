// the write may be lost
// seen by: L:await-operations R
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        ctx.stub.putState(id, Buffer.from('x')); // fault
    }
}
