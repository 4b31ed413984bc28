import {
    type Context,
    Contract,
    Declares,
    entity,
    event,
    IsString,
    Property,
    Returns,
    Transaction,
} from '@heddle/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestNetwork, TransactionError } from '../index';

class Offer {
    static readonly entity = entity('offer', { key: ['id'], collection: 'offers' });

    @IsString() id!: string;
    @IsString() seller!: string;
    @Property() price!: bigint;
}

class Lot {
    static readonly entity = entity('lot', { key: ['id'] });

    @IsString() id!: string;
    @Property() price: bigint = 0n;
}

class Sold {
    static readonly event = event('Sold');

    @IsString() id!: string;
    @Property() price!: bigint;
}

const NOTE = 'not before the harvest';

@Declares(Offer, Lot, Sold)
class Leaks extends Contract {
    @Transaction()
    async offer(ctx: Context, id: string): Promise<void> {
        const price = BigInt(ctx.stub.getTransient().get('price')?.toString() ?? '0');
        await ctx.state(Offer).create({ id, seller: 'the farm of 1890', price });
        await ctx.stub.putPrivateData('notes', 'n1', NOTE);
    }

    @Transaction()
    async typedResult(ctx: Context, id: string): Promise<bigint> {
        await ctx.stub.putState('seen', 'yes');
        return (await ctx.state(Offer).getOrThrow(id)).price;
    }

    @Transaction()
    @Returns(Offer)
    async typedRow(ctx: Context, id: string): Promise<Offer> {
        return await ctx.state(Offer).getOrThrow(id);
    }

    @Transaction()
    async typedWrite(ctx: Context, id: string): Promise<void> {
        const { price } = await ctx.state(Offer).getOrThrow(id);
        await ctx.state(Lot).create({ id, price });
    }

    @Transaction()
    async typedEvent(ctx: Context, id: string): Promise<void> {
        const { price } = await ctx.state(Offer).getOrThrow(id);
        ctx.emit(Sold, { id, price });
    }

    @Transaction()
    async text(ctx: Context, id: string): Promise<void> {
        const { seller } = await ctx.state(Offer).getOrThrow(id);
        await ctx.stub.putState('log', `sold by ${seller}`);
    }

    @Transaction()
    async found(ctx: Context): Promise<bigint> {
        const [first] = await ctx.state(Offer).find().take(1);
        return first?.price ?? 0n;
    }

    @Transaction()
    async multiple(ctx: Context): Promise<void> {
        const [note] = await ctx.stub.getMultiplePrivateData('notes', ['n1']);
        await ctx.stub.putState('k', note ?? '-');
    }

    @Transaction()
    async batch(ctx: Context): Promise<void> {
        const note = await ctx.stub.getPrivateData('notes', 'n1');
        ctx.stub.startWriteBatch();
        await ctx.stub.putState('k', note);
        await ctx.stub.finishWriteBatch();
    }

    @Transaction()
    async range(ctx: Context): Promise<string> {
        for await (const { value } of ctx.stub.getPrivateDataByRange('notes', '', '')) return value.toString();
        return '';
    }

    @Transaction()
    async before(ctx: Context): Promise<void> {
        await ctx.stub.putState('k', NOTE);
        await ctx.stub.putPrivateData('notes', 'n2', NOTE);
    }

    /** What is in the block anyhow, and what says nothing of an offer. */
    @Transaction()
    @Returns(Lot)
    async harmless(ctx: Context, id: string, price: bigint): Promise<Lot> {
        const offer = await ctx.state(Offer).getOrThrow(id);
        const lot = { id: offer.id, price: offer.price > price ? price : 0n };
        await ctx.state(Lot).create(lot);
        ctx.emit(Sold, lot);
        return lot;
    }
}

/** Puts something into a collection and where everybody reads it, which is there anyhow, or says nothing. */
class Harmless extends Contract {
    async #both(ctx: Context, value: unknown): Promise<void> {
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        await ctx.stub.putPrivateData('notes', 'n', text);
        await ctx.stub.putState('k', text);
    }

    @Transaction() async milliseconds(ctx: Context): Promise<void> {
        const at = ctx.stub.getDateTimestamp().getTime();
        await this.#both(ctx, { at });
        await ctx.stub.putState('other', JSON.stringify({ at, other: true }));
    }

    @Transaction() async day(ctx: Context): Promise<void> {
        const time = ctx.stub.getDateTimestamp();
        await this.#both(ctx, { day: time.toISOString().slice(0, 10), year: time.getUTCFullYear() });
    }

    @Transaction() async owner(ctx: Context): Promise<void> {
        await this.#both(ctx, /CN=(\w+)/.exec(ctx.clientIdentity.getID())?.[1] ?? '');
    }

    @Transaction() async role(ctx: Context): Promise<void> {
        await this.#both(ctx, ctx.clientIdentity.getAttributeValue('role') ?? '');
    }

    @Transaction() async channel(ctx: Context): Promise<void> {
        await this.#both(ctx, { channel: ctx.stub.getChannelID(), action: ctx.stub.getFunctionAndParameters().fcn });
    }

    @Transaction() async flag(ctx: Context): Promise<boolean> {
        await ctx.stub.putPrivateData('notes', 'n', 'true');
        return true;
    }

    @Transaction() async empty(ctx: Context): Promise<void> {
        await this.#both(ctx, '[]');
    }

    @Transaction() async begin(ctx: Context): Promise<void> {
        await ctx.stub.putState('order-4711', 'as good as open');
    }

    @Transaction() async state(ctx: Context): Promise<void> {
        await this.#both(ctx, (await ctx.stub.getState('order-4711')).toString());
    }

    @Transaction() async found(ctx: Context): Promise<void> {
        for await (const { key } of ctx.stub.getStateByRange('order', 'orders')) await this.#both(ctx, { order: key });
    }

    @Transaction() async history(ctx: Context): Promise<void> {
        for await (const { value } of ctx.stub.getHistoryForKey('order-4711')) await this.#both(ctx, value.toString());
    }
}

type Network = TestNetwork<{ contracts: readonly [typeof Leaks] }>;

async function start(): Promise<Network> {
    const collections = ['notes', 'offers'].map((name) => ({
        name,
        policy: "OR('Org1MSP.member')",
        memberOnlyRead: false,
    }));
    const net = await TestNetwork.start({ contracts: [Leaks] as const, definition: { collections } });
    await net
        .as('ann')
        .with({ transient: { price: '300' } })
        .submit('offer', 'o1');
    return net;
}

describe('private data that is made public', () => {
    let net: Network;

    beforeAll(async () => {
        net = await start();
    });
    afterAll(() => net.close());

    it.each([
        ['typedResult', ['o1'], 'offers in the result'],
        ['typedRow', ['o1'], 'offers in the result'],
        ['typedWrite', ['o1'], 'offers in create of lot'],
        ['typedEvent', ['o1'], 'offers in emit of Sold'],
        ['text', ['o1'], 'offers in putState'],
        ['found', [], 'offers in the result'],
        ['multiple', [], 'notes in putState'],
        ['batch', [], 'notes in putState'],
        ['range', [], 'notes in the result'],
        ['before', [], 'notes in putState'],
    ])('is trapped in %s, at the line', async (name, args, what) => {
        const failure: unknown = await net
            .as('ann')
            .raw.submit(name, ...args)
            .catch((error: unknown) => error);
        if (!TransactionError.is(failure)) throw new Error('it was not trapped');
        expect(failure.code).toBe('TRAPPED');
        expect(failure.message).toContain(
            `private data of ${what} at packages/testing/src/traps/private-data.test.ts:`,
        );
    });

    it('is let pass where the block says the same anyhow, or the value says nothing', async () => {
        const collections = [{ name: 'notes', policy: "OR('Org1MSP.member')", memberOnlyRead: false }];
        await using both = await TestNetwork.start({ contracts: [Harmless] as const, definition: { collections } });
        const client = both.as('ann', { attributes: { role: 'registrar' } });
        await client.submit('begin');
        for (const name of ['milliseconds', 'day', 'owner', 'role', 'channel', 'flag', 'empty'] as const)
            await client.submit(name);
        for (const name of ['state', 'found', 'history'] as const) await client.submit(name);
        expect(both.traps).toEqual([]);
    });

    it('is none where the arguments or the key say the same', async () => {
        await net.as('ann').submit('harmless', 'o1', 300n);
        expect(net.traps.filter(({ transaction }) => transaction === 'harmless')).toEqual([]);
    });
});
