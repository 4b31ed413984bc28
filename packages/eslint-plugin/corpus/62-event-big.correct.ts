// correct twin of 62-event-big
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<void> {
        ctx.stub.setEvent('Snapshot', Buffer.from(String(n)));
    }
}
