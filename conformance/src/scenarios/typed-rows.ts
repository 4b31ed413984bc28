import { counter, entity, IsIn, IsInt, IsString, Optional, Property } from '@heddle/contract';
import { COLLECTIONS } from './target';

/** A row of public state: parts of a key of two kinds, indexes of several kinds. */
export class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        indexes: {
            byHolder: ['holder', 'state', '-harvested'],
            byWeight: ['farm', 'weight'],
            bySeal: { fields: ['seal'], unique: true },
        },
        keyPolicies: true,
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @IsIn(['ripe', 'sold']) state: 'ripe' | 'sold' = 'ripe';
    @Property() harvested: Date = new Date(0);
    @Property() @Optional() weight?: number;
    @IsString() seal!: string;
}

/** A row without indexes. */
export class Balance {
    static readonly entity = entity('balance', { key: 'owner' });
    @IsString() owner!: string;
    @Property() amount: bigint = 0n;
}

/** A private row, in a collection of Org1. */
export class Terms {
    static readonly entity = entity('terms', {
        key: ['farm', 'number'],
        collection: COLLECTIONS.org1,
        indexes: { byBuyer: ['buyer'] },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() buyer!: string;
    @Property() price!: bigint;
}

/** A sum. */
export class Votes {
    static readonly entity = counter('votes', { key: 'ballot' });
    @IsString() ballot!: string;
}

/** The same with its sum in one row, as contracts have it that are written by hand. */
export class Poll {
    static readonly entity = entity('poll', { key: 'ballot' });
    @IsString() ballot!: string;
    @Property() count: bigint = 0n;
}

/** A row that rich queries find. */
export class Ticket {
    static readonly entity = entity('ticket', { key: 'number', tag: { docType: 'ticket' } });
    @IsInt() number!: number;
    @IsString() holder!: string;
}
