import '../jest';
import {
    collection,
    type Context,
    Contract,
    counter,
    Declares,
    entity,
    IsInt,
    IsString,
    Property,
    Transaction,
} from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from '../index';

class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        indexes: { byHolder: ['holder', '-weight'], bySeal: { fields: ['seal'], unique: true } },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @Property() weight: bigint = 1n;
    @IsString() seal!: string;
}
class Terms {
    static readonly entity = entity('terms', {
        key: 'id',
        collection: collection('tradeTerms', { members: ['Org1MSP'] }),
    });
    @IsString() id!: string;
    @Property() price!: bigint;
}
class Votes {
    static readonly entity = counter('votes', { key: 'ballot' });
    @IsString() ballot!: string;
}
class Stranger {
    static readonly entity = entity('stranger', { key: 'id' });
    @IsString() id!: string;
}

@Declares(Lot, Terms, Votes)
class Supply extends Contract {
    @Transaction() async offer(ctx: Context, lot: Lot): Promise<void> {
        await ctx.state(Lot).create(lot);
    }
    @Transaction() async sell(ctx: Context, farm: string, number: number, holder: string): Promise<void> {
        await ctx.state(Lot).update({ farm, number }, { holder });
    }
    @Transaction() async remove(ctx: Context, farm: string, number: number): Promise<void> {
        await ctx.state(Lot).delete({ farm, number });
    }
    @Transaction() async agree(ctx: Context, id: string): Promise<void> {
        const price = BigInt(ctx.stub.getTransient().get('price')?.toString() ?? '0');
        await ctx.state(Terms).put({ id, price });
    }
    @Transaction() async price(ctx: Context, id: string): Promise<bigint> {
        return (await ctx.state(Terms).getOrThrow(id)).price;
    }
    @Transaction() async vote(ctx: Context, ballot: string, count: bigint): Promise<void> {
        await ctx.state(Votes).add(ballot, count);
    }
    @Transaction() async byHand(ctx: Context, key: string, value: string): Promise<void> {
        await ctx.stub.putState(ctx.stub.createCompositeKey('lot', ['f1', key]), value);
    }
}

type Network = TestNetwork<{ readonly contracts: readonly [typeof Supply] }>;

const start = (options: { seed?: readonly object[]; checkIndexes?: boolean } = {}): Promise<Network> =>
    TestNetwork.start({ contracts: [Supply], ...options });
const lot = (number: number, more: Partial<Lot> = {}): Lot =>
    Object.assign(new Lot(), { farm: 'f1', number, holder: 'ann', seal: `s${number}`, ...more });

describe('the rows of an entity on the ledger', () => {
    it('are read by key and by index, as instances of their class', async () => {
        await using net = await start();
        const ann = net.as('ann');
        for (const [number, weight] of [
            [2, 5n],
            [10, 7n],
            [1, 6n],
        ] as const)
            await ann.submit('offer', lot(number, { weight }));
        const lots = net.state.of(Lot);
        expect(await lots.get({ farm: 'f1', number: 10 })).toBeInstanceOf(Lot);
        expect(await lots.get({ farm: 'f1', number: 10 })).toEqual(lot(10, { weight: 7n }));
        expect(await lots.get({ farm: 'f2', number: 10 })).toBeUndefined();
        expect((await lots.all()).map(({ number }) => number)).toEqual([1, 2, 10]);
        expect((await lots.find({ farm: 'f1', number: { gt: 1, lte: 2 } })).map(({ number }) => number)).toEqual([2]);
        expect((await lots.findBy('byHolder', { holder: 'ann' })).map(({ weight }) => weight)).toEqual([7n, 6n, 5n]);
        expect(await lots.findBy('bySeal', { seal: 's2' })).toEqual([lot(2, { weight: 5n })]);
        await lots.check();
    });

    it('have a history', async () => {
        await using net = await start();
        const ann = net.as('ann');
        await ann.submit('offer', lot(1));
        await ann.submit('sell', 'f1', 1, 'bob');
        await ann.submit('remove', 'f1', 1);
        const history = await net.state.of(Lot).history({ farm: 'f1', number: 1 });
        expect(history.map(({ row }) => row?.holder)).toEqual([undefined, 'bob', 'ann']);
        expect(history.map(({ at }) => at)).toEqual([net.time, net.time, net.time]);
        expect(history.map(({ txId }) => txId)).toEqual(net.transactions.map(({ txId }) => txId).reverse());
    });

    it('are private ones of a collection too, which is defined as it is declared', async () => {
        await using net = await start();
        await net
            .as('ann')
            .with({ transient: { price: '5' } })
            .submit('agree', 't1');
        expect(await net.state.of(Terms).all()).toEqual([{ id: 't1', price: 5n }]);
        expect(await net.state.all()).toEqual({});
    });

    it('are sums of a counter', async () => {
        await using net = await start();
        await net.as('ann').submit('vote', 'b1', 3n);
        await net.as('bob').submit('vote', 'b1', -1n);
        await net.as('bob').submit('vote', 'b11', 9n);
        expect(await net.state.of(Votes).value('b1')).toBe(2n);
        expect(await net.state.of(Votes).value('b2')).toBe(0n);
    });

    it('are those of entities only', async () => {
        await using net = await start();
        class Plain {
            @IsString() id!: string;
        }
        // @ts-expect-error -- it is no entity
        expect(() => net.state.of(Plain)).toThrow('a class that does not say how its rows are kept');
    });
});

describe('a seed', () => {
    it('puts rows and their entries on the ledger, before or between transactions', async () => {
        await using net = await start({ seed: [lot(1), Object.assign(new Terms(), { id: 't1', price: 5n }), lot(2)] });
        expect((await net.state.of(Lot).findBy('byHolder', { holder: 'ann' })).length).toBe(2);
        expect(await net.as('ann').submit('price', 't1')).toBe(5n);
        await net.state.of(Lot).seed([lot(1, { holder: 'bob', seal: 'other' }), lot(3)]);
        await net.state.of(Lot).check();
        expect((await net.state.of(Lot).findBy('byHolder')).map(({ holder, number }) => `${holder} ${number}`)).toEqual(
            ['ann 2', 'ann 3', 'bob 1'],
        );
        await net.as('ann').submit('offer', lot(4, { seal: 's1' }));
    });

    it.each([
        [
            [lot(1), lot(2, { seal: 's1' })],
            'SEED_INVALID',
            /two lot with the same seal, of which the index bySeal allows one/,
        ],
        [[Object.assign(new Stranger(), { id: 'x' })], 'OPTION_INVALID', /has a Stranger, which no contract declares/],
        [[{ farm: 'f1' }], 'OPTION_INVALID', /has a plain object: give rows of a class/],
        [
            [Object.assign(new Lot(), { farm: 'f1', number: 1 })],
            'INVALID_STATE',
            /lot cannot be written: lot\.holder is missing/,
        ],
    ])('is refused where the ledger could not be like that: %#', async (seed, code, message) => {
        await expect(start({ seed })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    });
});

describe('the check of indexes', () => {
    const ROW = '{"farm":"f1","holder":"ann","number":1,"seal":"s1","weight":"1"}';

    it('follows each block', async () => {
        await using net = await start();
        await expect(net.as('ann').submit('byHand', 'p11', ROW)).rejects.toMatchObject({
            code: 'STATE_BROKEN',
            message: expect.stringMatching(
                /after this block rows and indexes disagree: .*\n.*lot\(f1, 1\) lacks its entry lot\.byHolder\(ann/s,
            ),
        });
    });

    it('can be left out, and made by a test', async () => {
        await using net = await start({ checkIndexes: false });
        await net.as('ann').submit('byHand', 'p11', ROW);
        await net.as('ann').submit('byHand', 'p12', '{}');
        await expect(net.state.of(Lot).check()).rejects.toThrow(
            /^lot\(f1, 2\) cannot be read: .*\nlot\(f1, 1\) lacks its entry/s,
        );
    });

    it('finds entries that are left over, or lead elsewhere', async () => {
        await using net = await start({ seed: [lot(1)] });
        const chaincode = 'chaincode';
        const writes = [
            { key: '\0lot.byHolder\0bob\0p11\0f1\0p11\0', value: '\0' },
            { key: '\0lot.bySeal\0s1\0', value: '{"key":["f1","p12"]}' },
        ];
        await net.peer.seed({ chaincode, writes });
        await expect(net.state.of(Lot).check()).rejects.toThrow(
            /leads to no row that has it\nthe entry lot\.bySeal\(s1\) leads to another row than lot\(f1, 1\)/,
        );
    });
});

describe('matchers of rows', () => {
    it('look at what a transaction stored and removed', async () => {
        await using net = await start({ seed: [lot(1)] });
        const ann = net.as('ann');
        await expect(ann.submit('offer', lot(2))).toHaveStored(Lot, lot(2));
        await expect(ann.submit('sell', 'f1', 1, 'bob')).toHaveStored(
            Lot,
            expect.objectContaining({ holder: 'bob', weight: 1n }),
        );
        await expect(ann.endorse('sell', 'f1', 1, 'bob')).not.toHaveStored(Lot, lot(1));
        const agreed = ann.with({ transient: { price: '5' } }).submit('agree', 't1');
        await expect(agreed).toHaveStored(Terms, { id: 't1', price: 5n });
        await expect(ann.submit('remove', 'f1', 2)).toHaveRemoved(Lot, { farm: 'f1', number: 2 });
        await expect(ann.endorse('remove', 'f1', 1)).not.toHaveRemoved(Lot, { farm: 'f1', number: 2 });
    });

    it('say what was there instead', async () => {
        await using net = await start({ seed: [lot(1)] });
        const ann = net.as('ann');
        await expect(expect(ann.endorse('sell', 'f1', 1, 'bob')).toHaveStored(Lot, lot(1))).rejects.toThrow(
            /expected sell to store a lot with Lot \{.*, but it wrote\n {2}Lot \{.*holder: 'bob'/s,
        );
        await expect(
            expect(ann.endorse('remove', 'f1', 1)).toHaveRemoved(Lot, { farm: 'f2', number: 1 }),
        ).rejects.toThrow('expected remove to remove lot(f2, 1), but it wrote\n  lot(f1, p11) removed');
    });
});
