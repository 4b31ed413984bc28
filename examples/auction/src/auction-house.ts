import {
    Context,
    Contract,
    Declares,
    Evaluate,
    Info,
    RequireAttribute,
    RequireMsp,
    Returns,
    Transaction,
} from '@heddle/contract';
import { Auction, AuctionTerms, Bid, BidPlaced, Status } from './auction';
import { AuctionClosed, AuctionExists, BidTooLow, ClosesTooEarly, NoAuction } from './auction-failures';

@Info({ title: 'Auction house', version: '1.0.0', description: 'Lots are offered, bid for, and sold to the best bid' })
@Declares(BidPlaced, AuctionClosed, AuctionExists, BidTooLow, ClosesTooEarly, NoAuction)
export class AuctionHouse extends Contract {
    /** Offers lots. Only members of the house may. */
    @Transaction()
    @RequireMsp('HouseMSP')
    async open(ctx: Context, terms: AuctionTerms): Promise<void> {
        const { id, closes } = terms;
        if (await ctx.stub.exists(id)) throw AuctionExists({ id });
        if (closes <= ctx.stub.getDateTimestamp()) throw ClosesTooEarly({ closes });
        const seller = ctx.clientIdentity.getMSPID();
        const beginning = { seller, status: Status.Open, bidders: new Map<string, number>() };
        await this.#put(ctx, Object.assign(new Auction(), terms, beginning));
    }

    /** Bids for an auction; answers by how much the bid is above the one before. */
    @Transaction()
    @Returns(BigInt)
    async bid(ctx: Context, id: string, bidder: string, amount: bigint): Promise<bigint> {
        const auction = await this.read(ctx, id);
        const at = ctx.stub.getDateTimestamp();
        if (auction.status !== Status.Open || at >= auction.closes) throw AuctionClosed({ id });
        const best = auction.best?.amount ?? 0n;
        if (amount <= best) throw BidTooLow({ amount, best });
        auction.best = Object.assign(new Bid(), { bidder, amount, at });
        auction.bidders.set(bidder, (auction.bidders.get(bidder) ?? 0) + 1);
        await this.#put(ctx, auction);
        ctx.emit(BidPlaced, { id, amount });
        return amount - best;
    }

    /** Ends an auction: sold to the best bid, if that reaches the reserve. Only auctioneers may. */
    @Transaction()
    @RequireAttribute('role', 'auctioneer')
    @Returns({ enum: Status })
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
        if (bytes.length === 0) throw NoAuction({ id });
        return ctx.deserialize(Auction, bytes);
    }

    async #put(ctx: Context, auction: Auction): Promise<void> {
        await ctx.stub.putState(auction.id, ctx.serialize(auction));
    }
}
