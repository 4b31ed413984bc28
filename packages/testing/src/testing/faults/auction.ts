import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

interface Lot {
    readonly ends: number;
    readonly highest: number;
    readonly bidder: string;
    /** When the highest bid was made. */
    readonly at: number;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Takes bids for a week; after it, too, where nobody has looked whether it is over. */
export class Auction extends Contract {
    @Transaction()
    async open(ctx: Context, lot: string): Promise<void> {
        const key = ctx.stub.createCompositeKey('lot', [lot]);
        if (await ctx.stub.exists(key)) throw new ContractError('EXISTS', lot, { status: 409 });
        const at = ctx.stub.getDateTimestamp().getTime();
        await ctx.stub.putState(key, ctx.serialize({ ends: at + WEEK_MS, highest: 0, bidder: '', at }));
    }

    @Transaction()
    async bid(ctx: Context, lot: string, amount: number): Promise<void> {
        const key = ctx.stub.createCompositeKey('lot', [lot]);
        const bytes = await ctx.stub.getState(key);
        if (bytes.length === 0) throw new ContractError('UNKNOWN', lot, { status: 404 });
        const before = JSON.parse(bytes.toString()) as Lot;
        const at = ctx.stub.getDateTimestamp().getTime();
        if (this.isOver(before, at)) throw new ContractError('OVER', lot, { status: 409 });
        if (!Number.isInteger(amount) || amount <= before.highest)
            throw new ContractError('LOW', `more than ${before.highest}`, { status: 409 });
        const bidder = ctx.clientIdentity.getID();
        await ctx.stub.putState(key, ctx.serialize({ ...before, highest: amount, bidder, at }));
    }

    protected isOver({ ends, highest }: Lot, at: number): boolean {
        return highest > 0 && at > ends;
    }
}

/** A lot without bids ends as well. */
export class CorrectAuction extends Auction {
    protected override isOver({ ends }: Lot, at: number): boolean {
        return at > ends;
    }
}
