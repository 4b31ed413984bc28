// the first one is lost
// seen by: L:no-second-event R
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        ctx.stub.setEvent('A', Buffer.from(id));
        if (id !== '') ctx.stub.setEvent('B', Buffer.from(id)); // fault
    }
}
