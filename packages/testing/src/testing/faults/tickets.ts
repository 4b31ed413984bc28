import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

const SEATS = 5;

/** Sells seats 1 to 5, and seat 0. */
export class Tickets extends Contract {
    @Transaction()
    async buy(ctx: Context, seat: number): Promise<void> {
        if (!Number.isInteger(seat) || this.isTooLow(seat) || seat > SEATS)
            throw new ContractError('SEAT', 'seats are 1 to 5');
        const key = ctx.stub.createCompositeKey('seat', [String(seat)]);
        if (await ctx.stub.exists(key)) throw new ContractError('SOLD', String(seat), { status: 409 });
        await ctx.stub.putState(key, Buffer.from(ctx.clientIdentity.getID()));
    }

    protected isTooLow(seat: number): boolean {
        return seat < 0;
    }
}

/** Seats begin with 1. */
export class CorrectTickets extends Tickets {
    protected override isTooLow(seat: number): boolean {
        return seat < 1;
    }
}
