import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

/** Gives each parcel its number, which is written without a look: two of one block take the same. */
export class Parcels extends Contract {
    @Transaction()
    async send(ctx: Context, to: string): Promise<number> {
        const number = await this.nextNumber(ctx);
        await ctx.stub.putState(`parcel/${number}`, ctx.serialize({ to, by: ctx.clientIdentity.getID() }));
        return number;
    }

    /** Counts what a history has, which is not checked again when the block is committed. */
    protected async nextNumber(ctx: Context): Promise<number> {
        let number = 1;
        while (await this.isTaken(ctx, number)) number += 1;
        if (number > 50) throw new ContractError('FULL', 'no more than 50 parcels', { status: 409 });
        return number;
    }

    protected async isTaken(ctx: Context, number: number): Promise<boolean> {
        for await (const _version of ctx.stub.getHistoryForKey(`parcel/${number}`)) return true;
        return false;
    }
}

/** A read of the key is in the read set: of two in a block the second one is a conflict. */
export class CorrectParcels extends Parcels {
    protected override isTaken(ctx: Context, number: number): Promise<boolean> {
        return ctx.stub.exists(`parcel/${number}`);
    }
}
