import {
    Context,
    Contract,
    ContractError,
    Evaluate,
    Info,
    RequireAttribute,
    RequireMsp,
    Returns,
    Transaction,
} from '@heddle/contract';
import { Auction, AuctionTerms, Bid, Status } from './auction';

@Info({ title: 'Auction house', version: '1.0.0', description: 'Lots are offered, bid for, and sold to the best bid' })
export class AuctionHouse extends Contract {
    /** Offers lots. Only members of the house may. */
    @Transaction()
    @RequireMsp('HouseMSP')
    async open(ctx: Context, terms: AuctionTerms): Promise<void> {
        if (await ctx.stub.exists(terms.id)) {
            throw new ContractError('AUCTION_EXISTS', `auction ${terms.id} exists already`, { status: 409 });
        }
        if (terms.closes <= ctx.stub.getDateTimestamp()) {
            throw new ContractError('CLOSES_TOO_EARLY', `${terms.closes.toISOString()} is over`);
        }
        const seller = ctx.clientIdentity.getMSPID();
        const beginning = { seller, status: Status.Open, bidders: new Map<string, number>() };
        await this.#put(ctx, Object.assign(new Auction(), terms, beginning));
    }

    /** Bids for an auction; answers by how much the bid is above the one before. */
    @Transaction()
    async bid(ctx: Context, id: string, bidder: string, amount: bigint): Promise<bigint> {
        const auction = await this.read(ctx, id);
        const at = ctx.stub.getDateTimestamp();
        if (auction.status !== Status.Open || at >= auction.closes) {
            throw new ContractError('AUCTION_CLOSED', `auction ${id} takes no bids any more`, { status: 409 });
        }
        const before = auction.best?.amount ?? 0n;
        if (amount <= before) {
            throw new ContractError('BID_TOO_LOW', `${amount} is not above ${before}`, { details: { best: before } });
        }
        auction.best = Object.assign(new Bid(), { bidder, amount, at });
        auction.bidders.set(bidder, (auction.bidders.get(bidder) ?? 0) + 1);
        await this.#put(ctx, auction);
        ctx.stub.setEvent('BidPlaced', ctx.serialize({ id, amount }));
        return amount - before;
    }

    /** Ends an auction: sold to the best bid, if that reaches the reserve. Only auctioneers may. */
    @Transaction()
    @RequireAttribute('role', 'auctioneer')
    async close(ctx: Context, id: string): Promise<Status> {
        const auction = await this.read(ctx, id);
        const reached = auction.best !== undefined && auction.best.amount >= auction.reserve;
        auction.status = reached ? Status.Sold : Status.Withdrawn;
        await this.#put(ctx, auction);
        return auction.status;
    }

    @Evaluate()
    @Returns(Auction)
    async read(ctx: Context, id: string): Promise<Auction> {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length === 0) throw new ContractError('NO_AUCTION', `there is no auction ${id}`, { status: 404 });
        return ctx.deserialize(Auction, bytes);
    }

    async #put(ctx: Context, auction: Auction): Promise<void> {
        await ctx.stub.putState(auction.id, ctx.serialize(auction));
    }
}
