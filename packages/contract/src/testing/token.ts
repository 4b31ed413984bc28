import {
    Context,
    Contract,
    counter,
    Declares,
    entity,
    Evaluate,
    IsIn,
    IsInt,
    IsString,
    Page,
    Property,
    Returns,
    Transaction,
} from '..';

/** The examples of the specification of typed state, as contracts to be run. */

export class Balance {
    static readonly entity = entity('balance', { key: 'owner' });
    @IsString() owner!: string;
    @Property() amount: bigint = 0n;
}

export class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        indexes: { byHolder: ['holder', 'state', '-harvested'], bySeal: { fields: ['seal'], unique: true } },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @IsIn(['ripe', 'sold']) state!: 'ripe' | 'sold';
    @Property() harvested!: Date;
    @IsString() seal!: string;
}

export class Votes {
    static readonly entity = counter('votes', { key: 'ballot' });
    @IsString() ballot!: string;
}

@Declares(Balance)
export class Token extends Contract {
    @Transaction() async transfer(ctx: Context, from: string, to: string, amount: bigint): Promise<void> {
        const balances = ctx.state(Balance);
        const [payer] = await balances.getMany([from, to]);
        if (amount <= 0n || (payer?.amount ?? 0n) < amount) throw new Error('insufficient funds');
        await balances.update(from, (row) => {
            row.amount -= amount;
        });
        await balances.upsert(to, (row) => {
            row.amount += amount;
        });
    }

    @Transaction() async issue(ctx: Context, owner: string, amount: bigint): Promise<void> {
        await ctx.state(Balance).put({ owner, amount });
    }

    @Evaluate() async balanceOf(ctx: Context, owner: string): Promise<bigint> {
        return (await ctx.state(Balance).get(owner))?.amount ?? 0n;
    }
}

@Declares(Lot)
export class Supply extends Contract {
    @Transaction() async offer(ctx: Context, lot: Lot): Promise<void> {
        await ctx.state(Lot).create(lot);
    }

    @Transaction() async sell(ctx: Context, farm: string, number: number, buyer: string): Promise<Lot> {
        return ctx.state(Lot).update({ farm, number }, { holder: buyer, state: 'sold' });
    }

    @Evaluate()
    @Returns({ class: Page, fields: { rows: [Lot] } })
    async ripe(ctx: Context, holder: string, before: Date, bookmark: string = ''): Promise<Page<Lot>> {
        return ctx
            .state(Lot)
            .findBy('byHolder', { holder, state: 'ripe', harvested: { lt: before } })
            .page(2, bookmark);
    }
}
