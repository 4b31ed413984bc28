import {
    collection,
    Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    event,
    failure,
    IsIn,
    IsInt,
    IsString,
    Length,
    Page,
    Property,
    Returns,
    Transaction,
} from '@heddle/contract';

/** Who may see what was agreed about a lot. */
export const tradeTerms = collection('tradeTerms', { members: ['FarmMSP', 'MillMSP'], memberOnlyRead: true });

export class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        indexes: {
            byHolder: ['holder', 'state', '-harvested'],
            bySeal: { fields: ['seal'], unique: true },
        },
        tag: { docType: 'lot' },
        couch: { byHarvest: ['harvested'] },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @IsIn(['ripe', 'sold']) state!: 'ripe' | 'sold';
    @Property() harvested!: Date;
    @IsString() seal!: string;
}

export class Terms {
    static readonly entity = entity('terms', { key: ['farm', 'number'], collection: tradeTerms });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @Property() price!: bigint;
    // Hashes are public: without it a price can be guessed.
    @IsString() @Length(32, 64) salt!: string;
}

export class LotSold {
    static readonly event = event('LotSold');
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() buyer!: string;
}

export const AlreadySold = failure('LOT_SOLD', {
    status: 409,
    message: ({ holder }: { holder: string }) => `the lot belongs to ${holder}`,
});

/** Lots of a harvest: who holds them, and privately what was agreed about them. */
@Declares(Lot, Terms, LotSold, AlreadySold)
export class Supply extends Contract {
    /** The terms come as transient data, which no block has. */
    @Transaction()
    async offer(ctx: Context, lot: Lot): Promise<void> {
        await ctx.state(Lot).create(lot);
        const terms = ctx.stub.getTransient().get('terms');
        if (terms !== undefined) await ctx.state(Terms).put(ctx.deserialize(Terms, terms));
    }

    @Transaction()
    @Returns(Lot)
    async sell(ctx: Context, farm: string, number: number, buyer: string): Promise<Lot> {
        const sold = await ctx.state(Lot).update({ farm, number }, (lot) => {
            if (lot.state === 'sold') throw AlreadySold({ holder: lot.holder });
            lot.holder = buyer;
            lot.state = 'sold';
        });
        ctx.emit(LotSold, { farm, number, buyer });
        return sold;
    }

    @Transaction()
    async withdraw(ctx: Context, farm: string, number: number): Promise<void> {
        await ctx.state(Lot).delete({ farm, number });
    }

    /** What a holder has ripe that was harvested before, the latest first, in pages of 20. */
    @Evaluate()
    @Returns({ class: Page, fields: { rows: [Lot] } })
    ripe(ctx: Context, holder: string, before: Date, bookmark: string = ''): Promise<Page<Lot>> {
        return ctx
            .state(Lot)
            .findBy('byHolder', { holder, state: 'ripe', harvested: { lt: before } })
            .page(20, bookmark);
    }

    @Evaluate()
    async sealedBy(ctx: Context, seal: string): Promise<string> {
        const lot = await ctx.state(Lot).findBy('bySeal', { seal }).first();
        return lot === undefined ? '' : `${lot.farm} ${lot.number}`;
    }

    /** By the hash, so that organizations that are no members can ask. */
    @Evaluate()
    agreed(ctx: Context, terms: Terms): Promise<boolean> {
        return ctx.state(Terms).matches(terms);
    }
}
