import { failure, Property } from '@heddle/contract';

/** A bid, and the one that it had to be above. */
export class LowBid {
    @Property() amount!: bigint;
    @Property() best!: bigint;
}

export const AuctionExists = failure<{ id: string }>('AUCTION_EXISTS', {
    status: 409,
    message: ({ id }) => `auction ${id} exists already`,
});

export const AuctionClosed = failure<{ id: string }>('AUCTION_CLOSED', {
    status: 409,
    message: ({ id }) => `auction ${id} takes no bids any more`,
});

/** Clients get its details too. */
export const BidTooLow = failure('BID_TOO_LOW', {
    details: LowBid,
    message: ({ amount, best }) => `${amount} is not above ${best}`,
});

export const ClosesTooEarly = failure<{ closes: Date }>('CLOSES_TOO_EARLY', {
    message: ({ closes }) => `${closes.toISOString()} is over`,
});

export const NoAuction = failure<{ id: string }>('NO_AUCTION', {
    status: 404,
    message: ({ id }) => `there is no auction ${id}`,
});
