// correct twin of 61-event-twice
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        ctx.stub.setEvent(id === '' ? 'A' : 'B', Buffer.from(id));
    }
}
