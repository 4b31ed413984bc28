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

    it('is none where the arguments or the key say the same', async () => {
        await net.as('ann').submit('harmless', 'o1', 300n);
        expect(net.traps.filter(({ transaction }) => transaction === 'harmless')).toEqual([]);
    });
});
