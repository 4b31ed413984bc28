import {
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    event,
    failure,
    IsString,
    Property,
    RequireAttribute,
    Returns,
    Transaction,
} from '@heddle/contract';

/** What somebody has. */
export class Balance {
    static readonly entity = entity('balance', { key: 'owner' });
    @IsString() owner!: string;
    @Property() amount: bigint = 0n;
}

/** How much of an owner's tokens somebody else may move. */
export class Allowance {
    static readonly entity = entity('allowance', { key: ['owner', 'spender'] });
    @IsString() owner!: string;
    @IsString() spender!: string;
    @Property() amount: bigint = 0n;
}

/** Tokens have another owner. */
export class Transferred {
    static readonly event = event('Transferred');
    /** Empty for new tokens. */
    @IsString() from!: string;
    @IsString() to!: string;
    @Property() amount!: bigint;
}

/** What is needed, and what is there. */
export class Shortage {
    @Property() needs!: bigint;
    @Property() has!: bigint;
}

/** The owner has less than that. */
export const InsufficientFunds = failure('INSUFFICIENT_FUNDS', {
    status: 409,
    details: Shortage,
    message: ({ needs, has }: Shortage) => `this takes ${needs}, and the balance is ${has}`,
});

/** The owner has not allowed the caller to move so much. */
export const InsufficientAllowance = failure('INSUFFICIENT_ALLOWANCE', {
    status: 403,
    details: Shortage,
    message: ({ needs, has }: Shortage) => `this takes ${needs}, and the owner allows ${has}`,
});

/** Nobody can move nothing, or less. */
export const NotPositive = failure('AMOUNT_NOT_POSITIVE', { message: 'the amount must be above 0' });

/** A token with allowances. Owners are known by the id of their certificate. */
@Declares(Balance, Allowance, Transferred, InsufficientFunds, InsufficientAllowance, NotPositive)
export class Token extends Contract {
    /**
     * Makes new tokens.
     * @param to the id of who gets them
     */
    @Transaction()
    @RequireAttribute('role', 'minter')
    async mint(ctx: Context, to: string, amount: bigint): Promise<void> {
        await this.#add(ctx, to, amount);
        ctx.emit(Transferred, { from: '', to, amount });
    }

    /** Gives tokens of the caller to somebody. */
    @Transaction()
    async transfer(ctx: Context, to: string, amount: bigint): Promise<void> {
        await this.#move(ctx, ctx.clientIdentity.getID(), to, amount);
    }

    /** Lets somebody move so many of the caller's tokens, instead of as many as before. */
    @Transaction()
    async approve(ctx: Context, spender: string, amount: bigint): Promise<void> {
        await ctx.state(Allowance).put({ owner: ctx.clientIdentity.getID(), spender, amount });
    }

    /** Moves tokens of an owner who has allowed that to the caller. */
    @Transaction()
    async transferFrom(ctx: Context, owner: string, to: string, amount: bigint): Promise<void> {
        const spender = ctx.clientIdentity.getID();
        const has = await this.allowance(ctx, owner, spender);
        if (has < amount) throw InsufficientAllowance({ needs: amount, has });
        await ctx.state(Allowance).put({ owner, spender, amount: has - amount });
        await this.#move(ctx, owner, to, amount);
    }

    @Evaluate()
    @Returns(BigInt)
    async balanceOf(ctx: Context, owner: string): Promise<bigint> {
        return (await ctx.state(Balance).get(owner))?.amount ?? 0n;
    }

    @Evaluate()
    @Returns(BigInt)
    async allowance(ctx: Context, owner: string, spender: string): Promise<bigint> {
        return (await ctx.state(Allowance).get({ owner, spender }))?.amount ?? 0n;
    }

    /** @returns the id by which others know the caller */
    @Evaluate()
    @Returns(String)
    whoAmI(ctx: Context): string {
        return ctx.clientIdentity.getID();
    }

    async #move(ctx: Context, from: string, to: string, amount: bigint): Promise<void> {
        const has = await this.balanceOf(ctx, from);
        if (has < amount) throw InsufficientFunds({ needs: amount, has });
        await ctx.state(Balance).put({ owner: from, amount: has - amount });
        await this.#add(ctx, to, amount);
        ctx.emit(Transferred, { from, to, amount });
    }

    async #add(ctx: Context, owner: string, amount: bigint): Promise<void> {
        if (amount <= 0n) throw NotPositive();
        await ctx.state(Balance).upsert(owner, (row) => {
            row.amount += amount;
        });
    }
}
