import { AuctionHouse } from './auction-house';

export { AuctionHouse };

/** What `heddle server` serves. */
export const contracts = [AuctionHouse];
