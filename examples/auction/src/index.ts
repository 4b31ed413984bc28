import { AuctionTerms } from './auction';
import { AuctionHouse } from './auction-house';

export { AuctionHouse, AuctionTerms };

/** What `heddle server` serves. */
export const contracts = [AuctionHouse];
