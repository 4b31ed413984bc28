import type { Context } from '@heddle/contract';
import { Contract, ContractError, RequireMsp, Transaction } from '@heddle/contract';

/** Accounts sum up to what was minted, unless a client pays itself: both balances are read before both are written. */
export class Bank extends Contract {
    @Transaction()
    @RequireMsp('Org1MSP')
    async mint(ctx: Context, to: string, amount: number): Promise<void> {
        assertAmount(amount);
        await this.put(ctx, accountKey(ctx, to), (await this.balance(ctx, accountKey(ctx, to))) + amount);
        await this.put(ctx, 'minted', (await this.balance(ctx, 'minted')) + amount);
    }

    @Transaction()
    async pay(ctx: Context, from: string, to: string, amount: number): Promise<void> {
        assertAmount(amount);
        const paying = await this.balance(ctx, accountKey(ctx, from));
        const paid = await this.balance(ctx, accountKey(ctx, to));
        if (paying < amount) throw new ContractError('POOR', 'there is not enough', { status: 409 });
        if (this.isNothing(from, to)) return;
        await this.put(ctx, accountKey(ctx, from), paying - amount);
        await this.put(ctx, accountKey(ctx, to), paid + amount);
    }

    protected isNothing(_from: string, _to: string): boolean {
        return false;
    }

    private put(ctx: Context, key: string, value: number): Promise<void> {
        return ctx.stub.putState(key, ctx.serialize(value));
    }

    private async balance(ctx: Context, key: string): Promise<number> {
        const bytes = await ctx.stub.getState(key);
        return bytes.length === 0 ? 0 : ctx.deserialize(Number, bytes);
    }
}

/** Paying oneself changes nothing. */
export class CorrectBank extends Bank {
    protected override isNothing(from: string, to: string): boolean {
        return from === to;
    }
}

function accountKey(ctx: Context, id: string): string {
    return ctx.stub.createCompositeKey('acc', [id]);
}

function assertAmount(amount: number): void {
    if (!Number.isInteger(amount) || amount < 1) throw new ContractError('AMOUNT', 'a whole number from 1 on');
}
