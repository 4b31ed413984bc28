import { createHash } from 'node:crypto';
import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

/** Offers are private until they are revealed; what is revealed is believed. */
export class SealedOffers extends Contract {
    @Transaction()
    async offer(ctx: Context, id: string): Promise<void> {
        const price = ctx.stub.getTransient().get('price');
        if (price === undefined) throw new ContractError('PRICE', 'give the price as transient data');
        const key = ctx.stub.createCompositeKey('offer', [id]);
        if (await ctx.stub.exists(key)) throw new ContractError('EXISTS', id, { status: 409 });
        const seal = sealOf(Buffer.from(price).toString());
        await ctx.stub.putPrivateData('_implicit_org_Org1MSP', id, Buffer.from(price));
        await ctx.stub.putState(key, ctx.serialize({ seal, price: '', by: ctx.clientIdentity.getID() }));
    }

    @Transaction()
    async reveal(ctx: Context, id: string, price: string): Promise<void> {
        const key = ctx.stub.createCompositeKey('offer', [id]);
        const bytes = await ctx.stub.getState(key);
        if (bytes.length === 0) throw new ContractError('UNKNOWN', id, { status: 404 });
        const offer = JSON.parse(bytes.toString()) as { readonly seal: string };
        if (!this.isTrue(offer.seal, price)) throw new ContractError('UNTRUE', id, { status: 409 });
        await ctx.stub.putState(key, ctx.serialize({ ...offer, price }));
    }

    protected isTrue(_seal: string, price: string): boolean {
        return price !== '';
    }
}

/** What is revealed has to be what was sealed. */
export class CorrectSealedOffers extends SealedOffers {
    protected override isTrue(seal: string, price: string): boolean {
        return seal === sealOf(price);
    }
}

/** A seal as an invariant may compare it. */
export function sealOf(price: string): string {
    return createHash('sha256').update(price).digest('hex');
}
