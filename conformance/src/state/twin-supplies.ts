import {
    type Context,
    Contract,
    ContractError,
    Declares,
    entity,
    Evaluate,
    IsIn,
    IsInt,
    IsString,
    Transaction,
} from '@heddle/contract';

const STATES = ['ripe', 'sold', 'gone'] as const;

export class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        text: ['number'],
        indexes: { byHolder: ['holder', 'state'], bySeal: { fields: ['seal'], unique: true } },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @IsIn(STATES) state!: (typeof STATES)[number];
    @IsString() seal!: string;
}

/** A supply chain by typed state. */
@Declares(Lot)
export class TypedSupply extends Contract {
    @Transaction()
    async offer(ctx: Context, lot: Lot): Promise<void> {
        await ctx.state(Lot).create(lot);
    }

    @Transaction()
    async replace(ctx: Context, lot: Lot): Promise<void> {
        await ctx.state(Lot).put(lot);
    }

    @Transaction()
    async sell(ctx: Context, farm: string, number: number, holder: string): Promise<void> {
        await ctx.state(Lot).update({ farm, number }, { holder, state: 'sold' });
    }

    @Transaction()
    async reseal(ctx: Context, farm: string, number: number, seal: string): Promise<void> {
        await ctx.state(Lot).update({ farm, number }, { seal });
    }

    @Transaction()
    async remove(ctx: Context, farm: string, number: number): Promise<void> {
        await ctx.state(Lot).delete({ farm, number });
    }

    @Evaluate()
    async heldBy(ctx: Context, holder: string): Promise<string> {
        const lots = await ctx.state(Lot).findBy('byHolder', { holder }).take(1_000);
        return lots.map(({ farm, number, state }) => `${state} ${farm} ${number}`).join();
    }

    @Evaluate()
    async sealedWith(ctx: Context, seal: string): Promise<string> {
        const lot = await ctx.state(Lot).findBy('bySeal', { seal }).first();
        return lot === undefined ? 'none' : `${lot.farm} ${lot.number}`;
    }

    @Evaluate()
    async ofFarm(ctx: Context, farm: string): Promise<string> {
        const lots = await ctx.state(Lot).find({ farm }).take(1_000);
        return lots.map(({ number }) => number).join();
    }
}

/** The same by hand, in the manner of GalaChain: keys of texts, whole rows rewritten, entries kept by the author. */
export class HandWrittenSupply extends Contract {
    @Transaction()
    async offer(ctx: Context, lot: Lot): Promise<void> {
        const taken = await this.#lot(ctx, lot.farm, lot.number);
        const owner = await this.#ownerOf(ctx, lot.seal);
        if (taken !== undefined) throw new ContractError('LOT_EXISTS', 'there is one', { status: 409 });
        if (owner !== '') throw new ContractError('LOT_EXISTS', 'the seal is taken', { status: 409 });
        await this.#save(ctx, undefined, lot);
    }

    @Transaction()
    async replace(ctx: Context, lot: Lot): Promise<void> {
        await this.#change(ctx, await this.#lot(ctx, lot.farm, lot.number), lot);
    }

    @Transaction()
    async sell(ctx: Context, farm: string, number: number, holder: string): Promise<void> {
        const lot = await this.#existing(ctx, farm, number);
        await this.#change(ctx, lot, { farm, number, holder, state: 'sold', seal: lot.seal });
    }

    @Transaction()
    async reseal(ctx: Context, farm: string, number: number, seal: string): Promise<void> {
        const lot = await this.#existing(ctx, farm, number);
        await this.#change(ctx, lot, { farm, number, holder: lot.holder, state: lot.state, seal });
    }

    @Transaction()
    async remove(ctx: Context, farm: string, number: number): Promise<void> {
        const lot = await this.#existing(ctx, farm, number);
        await ctx.stub.deleteState(this.#key(ctx, lot));
        await ctx.stub.deleteState(this.#holderEntry(ctx, lot));
        await ctx.stub.deleteState(this.#sealEntry(ctx, lot.seal));
    }

    @Evaluate()
    async heldBy(ctx: Context, holder: string): Promise<string> {
        const lots: string[] = [];
        for await (const { key } of ctx.stub.getStateByPartialCompositeKey('lot.byHolder', [holder])) {
            const [, state, farm, number] = ctx.stub.splitCompositeKey(key).attributes;
            lots.push(`${state} ${farm} ${number}`);
        }
        return lots.join();
    }

    @Evaluate()
    async sealedWith(ctx: Context, seal: string): Promise<string> {
        const owner = await this.#ownerOf(ctx, seal);
        return owner === '' ? 'none' : (JSON.parse(owner) as { key: string[] }).key.join(' ');
    }

    @Evaluate()
    async ofFarm(ctx: Context, farm: string): Promise<string> {
        const numbers: string[] = [];
        for await (const { key } of ctx.stub.getStateByPartialCompositeKey('lot', [farm]))
            numbers.push(ctx.stub.splitCompositeKey(key).attributes[1] ?? '');
        return numbers.join();
    }

    async #change(ctx: Context, before: Lot | undefined, lot: Lot): Promise<void> {
        const owner = before?.seal === lot.seal ? '' : await this.#ownerOf(ctx, lot.seal);
        if (owner !== '') throw new ContractError('LOT_EXISTS', 'the seal is taken', { status: 409 });
        await this.#save(ctx, before, lot);
    }

    async #save(ctx: Context, before: Lot | undefined, lot: Lot): Promise<void> {
        const { farm, number, holder, state, seal } = lot;
        await ctx.stub.putState(this.#key(ctx, lot), ctx.serialize({ farm, number, holder, state, seal }));
        const entry = this.#holderEntry(ctx, lot);
        const entryBefore = before && this.#holderEntry(ctx, before);
        if (entryBefore !== undefined && entryBefore !== entry) await ctx.stub.deleteState(entryBefore);
        if (entryBefore !== entry) await ctx.stub.putState(entry, Buffer.from('{}'));
        if (before !== undefined && before.seal !== seal) await ctx.stub.deleteState(this.#sealEntry(ctx, before.seal));
        if (before?.seal !== seal)
            await ctx.stub.putState(
                this.#sealEntry(ctx, seal),
                Buffer.from(JSON.stringify({ key: [farm, String(number)] })),
            );
    }

    async #existing(ctx: Context, farm: string, number: number): Promise<Lot> {
        const lot = await this.#lot(ctx, farm, number);
        if (lot === undefined) throw new ContractError('LOT_NOT_FOUND', 'there is none', { status: 404 });
        return lot;
    }

    async #lot(ctx: Context, farm: string, number: number): Promise<Lot | undefined> {
        const bytes = await ctx.stub.getState(this.#key(ctx, { farm, number }));
        return bytes.length === 0 ? undefined : ctx.deserialize(Lot, bytes);
    }

    async #ownerOf(ctx: Context, seal: string): Promise<string> {
        return (await ctx.stub.getState(this.#sealEntry(ctx, seal))).toString();
    }

    #key(ctx: Context, { farm, number }: Pick<Lot, 'farm' | 'number'>): string {
        return ctx.stub.createCompositeKey('lot', [farm, String(number)]);
    }

    #holderEntry(ctx: Context, { holder, state, farm, number }: Lot): string {
        return ctx.stub.createCompositeKey('lot.byHolder', [holder, state, farm, String(number)]);
    }

    #sealEntry(ctx: Context, seal: string): string {
        return ctx.stub.createCompositeKey('lot.bySeal', [seal]);
    }
}
