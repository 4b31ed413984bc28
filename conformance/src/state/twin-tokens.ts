import {
    type Context,
    Contract,
    ContractError,
    Declares,
    entity,
    Evaluate,
    IsString,
    Property,
    Transaction,
} from '@heddle/contract';

class Balance {
    static readonly entity = entity('balance', { key: 'owner' });
    @IsString() owner!: string;
    @Property() amount: bigint = 0n;
}

class Allowance {
    static readonly entity = entity('allowance', { key: ['owner', 'spender'] });
    @IsString() owner!: string;
    @IsString() spender!: string;
    @Property() amount!: bigint;
}

function notEnough(has: bigint): ContractError {
    return new ContractError('NOT_ENOUGH', `there is only ${has}`, { status: 409 });
}

/** A token by typed state. */
@Declares(Balance, Allowance)
export class TypedToken extends Contract {
    @Transaction()
    async mint(ctx: Context, to: string, amount: bigint): Promise<bigint> {
        const { amount: total } = await ctx.state(Balance).upsert(to, (row) => {
            row.amount += amount;
        });
        return total;
    }

    @Transaction()
    async transfer(ctx: Context, from: string, to: string, amount: bigint): Promise<void> {
        const balances = ctx.state(Balance);
        const [payer] = await balances.getMany([from, to]);
        if ((payer?.amount ?? 0n) < amount) throw notEnough(payer?.amount ?? 0n);
        await balances.upsert(from, (row) => {
            row.amount -= amount;
        });
        await balances.upsert(to, (row) => {
            row.amount += amount;
        });
    }

    @Transaction()
    async approve(ctx: Context, owner: string, spender: string, amount: bigint): Promise<void> {
        await ctx.state(Allowance).put({ owner, spender, amount }, { blind: true });
    }

    @Transaction()
    async spend(ctx: Context, owner: string, spender: string, amount: bigint): Promise<void> {
        const allowed = await ctx.state(Allowance).get({ owner, spender });
        if ((allowed?.amount ?? 0n) < amount) throw notEnough(allowed?.amount ?? 0n);
        if (allowed?.amount === amount) await ctx.state(Allowance).delete(allowed);
        else await ctx.state(Allowance).upsert({ owner, spender }, { amount: (allowed?.amount ?? 0n) - amount });
        await this.transfer(ctx, owner, spender, amount);
    }

    @Evaluate()
    async balanceOf(ctx: Context, owner: string): Promise<bigint> {
        return (await ctx.state(Balance).get(owner))?.amount ?? 0n;
    }

    @Evaluate()
    async allowances(ctx: Context, owner: string): Promise<string> {
        let text = '';
        for await (const { spender, amount } of ctx.state(Allowance).find({ owner })) text += `${spender}=${amount};`;
        return text;
    }
}

/** The same by hand, with all that this takes: keys, empty values, bytes, and what a transaction has written itself. */
export class HandWrittenToken extends Contract {
    @Transaction()
    async mint(ctx: Context, to: string, amount: bigint): Promise<bigint> {
        const total = (await this.#balance(ctx, to)) + amount;
        await this.#putBalance(ctx, to, total);
        return total;
    }

    @Transaction()
    async transfer(ctx: Context, from: string, to: string, amount: bigint): Promise<void> {
        const has = await this.#balance(ctx, from);
        const other = await this.#balance(ctx, to);
        if (has < amount) throw notEnough(has);
        // What was just written is not read back.
        if (from === to) return this.#putBalance(ctx, from, has);
        await this.#putBalance(ctx, from, has - amount);
        await this.#putBalance(ctx, to, other + amount);
    }

    @Transaction()
    async approve(ctx: Context, owner: string, spender: string, amount: bigint): Promise<void> {
        await ctx.stub.putState(this.#allowanceKey(ctx, owner, spender), ctx.serialize({ owner, spender, amount }));
    }

    @Transaction()
    async spend(ctx: Context, owner: string, spender: string, amount: bigint): Promise<void> {
        const key = this.#allowanceKey(ctx, owner, spender);
        const bytes = await ctx.stub.getState(key);
        const allowed = bytes.length === 0 ? 0n : ctx.deserialize(Allowance, bytes).amount;
        if (allowed < amount) throw notEnough(allowed);
        if (bytes.length > 0 && allowed === amount) await ctx.stub.deleteState(key);
        else await ctx.stub.putState(key, ctx.serialize({ owner, spender, amount: allowed - amount }));
        await this.transfer(ctx, owner, spender, amount);
    }

    @Evaluate()
    async balanceOf(ctx: Context, owner: string): Promise<bigint> {
        return this.#balance(ctx, owner);
    }

    @Evaluate()
    async allowances(ctx: Context, owner: string): Promise<string> {
        let text = '';
        for await (const { value } of ctx.stub.getStateByPartialCompositeKey('allowance', [owner])) {
            const { spender, amount } = ctx.deserialize(Allowance, value);
            text += `${spender}=${amount};`;
        }
        return text;
    }

    async #balance(ctx: Context, owner: string): Promise<bigint> {
        const bytes = await ctx.stub.getState(ctx.stub.createCompositeKey('balance', [owner]));
        return bytes.length === 0 ? 0n : ctx.deserialize(Balance, bytes).amount;
    }

    async #putBalance(ctx: Context, owner: string, amount: bigint): Promise<void> {
        await ctx.stub.putState(ctx.stub.createCompositeKey('balance', [owner]), ctx.serialize({ owner, amount }));
    }

    #allowanceKey(ctx: Context, owner: string, spender: string): string {
        return ctx.stub.createCompositeKey('allowance', [owner, spender]);
    }
}
