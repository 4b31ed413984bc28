import type { Context } from '@heddle/contract';
import { Contract, ContractError, RequireAttribute, Transaction } from '@heddle/contract';

interface Voucher {
    readonly worth: number;
    readonly redeemed: number;
}

/** A voucher is redeemed once, by each client. */
export class Vouchers extends Contract {
    @Transaction()
    @RequireAttribute('role', 'issuer')
    async issue(ctx: Context, code: string, worth: number): Promise<void> {
        if (!Number.isInteger(worth) || worth < 1) throw new ContractError('WORTH', 'a whole number from 1 on');
        const key = ctx.stub.createCompositeKey('voucher', [code]);
        if (await ctx.stub.exists(key)) throw new ContractError('EXISTS', code, { status: 409 });
        await ctx.stub.putState(key, ctx.serialize({ worth, redeemed: 0 }));
    }

    @Transaction()
    async redeem(ctx: Context, code: string): Promise<number> {
        const key = ctx.stub.createCompositeKey('voucher', [code]);
        const bytes = await ctx.stub.getState(key);
        if (bytes.length === 0) throw new ContractError('UNKNOWN', code, { status: 404 });
        const used = ctx.stub.createCompositeKey('used', this.useOf(ctx, code));
        if (await ctx.stub.exists(used)) throw new ContractError('USED', code, { status: 409 });
        const voucher = JSON.parse(bytes.toString()) as Voucher;
        await ctx.stub.putState(used, ctx.serialize(true));
        await ctx.stub.putState(key, ctx.serialize({ ...voucher, redeemed: voucher.redeemed + voucher.worth }));
        return voucher.worth;
    }

    protected useOf(ctx: Context, code: string): string[] {
        return [code, ctx.clientIdentity.getID()];
    }
}

/** Once, by whoever comes first. */
export class CorrectVouchers extends Vouchers {
    protected override useOf(_ctx: Context, code: string): string[] {
        return [code];
    }
}
