import { Context, RequireMsp, Transaction } from '@heddle/contract';
import { AuctionHouse, AuctionTerms } from '@heddle-examples/auction';

/** The example, for networks whose organizations are others. */
export class LocalAuctionHouse extends AuctionHouse {
    /** Offers lots, for members of an organization that there is. */
    @Transaction()
    @RequireMsp('Org1MSP')
    async offer(ctx: Context, terms: AuctionTerms): Promise<void> {
        await this.open(ctx, terms);
    }
}
