import {
    Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    event,
    failure,
    IsString,
    Property,
    RequireMsp,
    Transaction,
} from '@heddle/contract';

export class Balance {
    static readonly entity = entity('balance', { key: 'owner' });
    @IsString() owner!: string;
    @Property() amount: bigint = 0n;
}

export class Transferred {
    static readonly event = event('Transferred');
    @IsString() from!: string;
    @IsString() to!: string;
    @Property() amount!: bigint;
}

export class Minted {
    static readonly event = event('Minted');
    @IsString() to!: string;
    @Property() amount!: bigint;
}

export const NotEnough = failure('INSUFFICIENT_FUNDS', {
    status: 409,
    message: ({ has }: { has: bigint }) => `the balance is ${has}`,
});
export const NotPositive = failure('AMOUNT_NOT_POSITIVE', { message: 'the amount must be above 0' });

/** Who has how much. Owners are known by the id of their certificate. */
@Declares(Balance, Transferred, Minted, NotEnough, NotPositive)
export class Token extends Contract {
    @Transaction()
    @RequireMsp('Org1MSP')
    async mint(ctx: Context, amount: bigint): Promise<void> {
        if (amount <= 0n) throw NotPositive();
        const to = ctx.clientIdentity.getID();
        await ctx.state(Balance).upsert(to, (row) => {
            row.amount += amount;
        });
        ctx.emit(Minted, { to, amount });
    }

    @Transaction()
    async transfer(ctx: Context, to: string, amount: bigint): Promise<void> {
        if (amount <= 0n) throw NotPositive();
        await this.#move(ctx, to, amount);
    }

    /** As many transfers as there are owners, or none at all. */
    @Transaction()
    async share(ctx: Context, amount: bigint, ...owners: string[]): Promise<void> {
        if (amount <= 0n) throw NotPositive();
        for (const to of owners) await this.#move(ctx, to, amount);
    }

    @Evaluate()
    async balanceOf(ctx: Context, owner: string): Promise<bigint> {
        return (await ctx.state(Balance).get(owner))?.amount ?? 0n;
    }

    @Evaluate()
    myId(ctx: Context): string {
        return ctx.clientIdentity.getID();
    }

    async #move(ctx: Context, to: string, amount: bigint): Promise<void> {
        const from = ctx.clientIdentity.getID();
        const balances = ctx.state(Balance);
        // One message to the peer for both; what follows asks nothing again.
        const [payer] = await balances.getMany([from, to]);
        const has = payer?.amount ?? 0n;
        if (has < amount) throw NotEnough({ has });
        await balances.update(from, (row) => {
            row.amount -= amount;
        });
        // Sees the line above, also where `to` is `from`.
        await balances.upsert(to, (row) => {
            row.amount += amount;
        });
        ctx.emit(Transferred, { from, to, amount });
    }
}
