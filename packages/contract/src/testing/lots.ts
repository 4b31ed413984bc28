import { counter, entity, IsIn, IsInt, IsString, Optional, Property } from '..';

/** Rows that tests of typed state keep. */

export class Balance {
    static readonly entity = entity('balance', { key: 'owner' });
    @IsString() owner!: string;
    @Property() amount: bigint = 0n;
}

export class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        indexes: {
            byHolder: ['holder', 'state', '-harvested'],
            byGrade: ['grade'],
            bySeal: { fields: ['seal'], unique: true },
        },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @IsIn(['ripe', 'sold']) state!: 'ripe' | 'sold';
    @Property() harvested!: Date;
    @IsString() seal!: string;
    @IsInt() @Optional() grade?: number;
}

export class Terms {
    static readonly entity = entity('terms', {
        key: ['farm', 'number'],
        collection: 'tradeTerms',
        indexes: { byBuyer: ['buyer'] },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() buyer!: string;
    @Property() price!: bigint;
}

/** What a deed was before its names were written in small letters, and its size as a number. */
interface FirstDeed {
    readonly id: string;
    readonly owner: string;
    readonly seal: string;
    readonly size: string;
}

/** Rows that older code has written, and what is indexed of them has another form now. */
export class Deed {
    static readonly entity = entity('deed', {
        key: 'id',
        version: 2,
        upgrade: {
            1: ({ owner, seal, size, ...others }: FirstDeed) => ({
                ...others,
                owner: owner.toLowerCase(),
                seal: seal.toLowerCase(),
                size: Number(size),
            }),
        },
        indexes: { byOwner: ['owner'], bySize: ['size'], bySeal: { fields: ['seal'], unique: true } },
    });
    @IsString() id!: string;
    @IsString() owner!: string;
    @IsString() seal!: string;
    @IsInt() size!: number;
    @IsString() @Optional() note?: string;
}

/** Rows with an index that was added to them, and is not complete yet. */
export class Plot {
    static readonly entity = entity('plot', {
        key: 'id',
        tag: { docType: 'plot' },
        indexes: { bySeal: { fields: ['seal'], unique: true, building: true } },
    });
    @IsString() id!: string;
    @IsString() seal!: string;
}

/** Rows under simple keys, which those of Coupon have too, and hand-written code: tags tell them apart. */
export class Ticket {
    static readonly entity = entity('ticket', {
        key: 'id',
        keys: 'simple',
        tag: { docType: 'ticket' },
        indexes: { byColor: { fields: ['color'], as: 'color~name' } },
    });
    @IsString() id!: string;
    @IsString() color!: string;
}

export class Coupon {
    static readonly entity = entity('coupon', { key: 'id', keys: 'simple', tag: { docType: 'coupon' } });
    @IsString() id!: string;
    @IsInt() value!: number;
}

/** Private rows, which only their collections keep apart from those of Copy. */
export class Draft {
    static readonly entity = entity('draft', { key: 'id', keys: 'simple', collection: 'drafts' });
    @IsString() id!: string;
}

export class Copy {
    static readonly entity = entity('copy', { key: 'id', keys: { prefix: 'c' }, collection: 'copies' });
    @IsString() id!: string;
}

export class Votes {
    static readonly entity = counter('votes', { key: 'ballot' });
    @IsString() ballot!: string;
}

/** A lot of a farm whose number makes it different from others. */
export function lotOf(number: number, fields: Partial<Lot> = {}): Lot {
    return Object.assign(new Lot(), {
        farm: 'f1',
        number,
        holder: 'ann',
        state: 'ripe',
        harvested: new Date(Date.UTC(2025, 0, 1 + (number % 300))),
        seal: `seal ${number}`,
        ...fields,
    });
}
