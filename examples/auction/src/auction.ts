import {
    ArrayMaxSize,
    ArrayNotEmpty,
    event,
    IsEnum,
    IsInt,
    IsOptional,
    IsString,
    Length,
    Min,
    Property,
} from '@heddle/contract';
import { Type } from 'class-transformer';

export enum Status {
    Open = 'open',
    Sold = 'sold',
    Withdrawn = 'withdrawn',
}

/** One of the things for sale. */
export class Lot {
    @IsString() @Length(1, 100) description!: string;
    @IsInt() @Min(1) count!: number;
}

/** The terms of an auction, as the seller gives them. Amounts are in the smallest unit of the currency, and may be beyond 2^53. */
export class AuctionTerms {
    @IsString() @Length(1, 64) id!: string;
    @ArrayNotEmpty() @ArrayMaxSize(100) @Type(() => Lot) lots!: Lot[];
    @Property() reserve!: bigint;
    @Property() closes!: Date;
}

export class Bid {
    @IsString() bidder!: string;
    @Property() amount!: bigint;
    @Property() at!: Date;
}

/** What the ledger holds under an auction's id. */
export class Auction extends AuctionTerms {
    @IsString() seller!: string;
    @IsEnum(Status) status!: Status;
    @IsOptional() @Type(() => Bid) best?: Bid;
    /** How often each bidder has bid. */
    @Property({ map: Number }) bidders!: Map<string, number>;
}

export class BidPlaced {
    static readonly event = event('BidPlaced');
    @IsString() id!: string;
    @Property() amount!: bigint;
}
