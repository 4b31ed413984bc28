// all of the state in each block again
// seen by: W
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        ctx.stub.setEvent('Snapshot', Buffer.alloc(n, 'x')); // fault
    }
}
