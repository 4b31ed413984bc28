import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

interface Allowance {
    readonly granted: number;
    readonly left: number;
    readonly spent: number;
}

/** A spender takes what an owner has granted; the whole of it again and again, since only a part lowers it. */
export class Allowances extends Contract {
    @Transaction()
    async grant(ctx: Context, spender: string, amount: number): Promise<void> {
        if (!Number.isInteger(amount) || amount < 1) throw new ContractError('AMOUNT', 'a whole number from 1 on');
        const key = keyOf(ctx, ctx.clientIdentity.getID(), spender);
        const before = await allowanceAt(ctx, key);
        const after = { ...before, granted: before.granted + amount, left: before.left + amount };
        await ctx.stub.putState(key, ctx.serialize(after));
    }

    @Transaction()
    async spend(ctx: Context, owner: string, amount: number): Promise<void> {
        if (!Number.isInteger(amount) || amount < 1) throw new ContractError('AMOUNT', 'a whole number from 1 on');
        const key = keyOf(ctx, owner, ctx.clientIdentity.getID());
        const before = await allowanceAt(ctx, key);
        if (before.left < amount) throw new ContractError('BEYOND', `${before.left} is left`, { status: 409 });
        const left = this.leftOf(before.left, amount);
        await ctx.stub.putState(key, ctx.serialize({ ...before, left, spent: before.spent + amount }));
    }

    protected leftOf(left: number, amount: number): number {
        return amount < left ? left - amount : left;
    }
}

/** What was spent is gone. */
export class CorrectAllowances extends Allowances {
    protected override leftOf(left: number, amount: number): number {
        return left - amount;
    }
}

function keyOf(ctx: Context, owner: string, spender: string): string {
    return ctx.stub.createCompositeKey('allowance', [owner, spender]);
}

async function allowanceAt(ctx: Context, key: string): Promise<Allowance> {
    const bytes = await ctx.stub.getState(key);
    return bytes.length === 0 ? { granted: 0, left: 0, spent: 0 } : (JSON.parse(bytes.toString()) as Allowance);
}
