import {
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    IsInt,
    IsString,
    Optional,
    Property,
    Returns,
    Transaction,
    type UpgradeProgress,
} from '@heddle/contract';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ReleasedChaincode } from './released-chaincode';

const KEY = '\u0000lot\u0000a\u0000';

class FirstLot {
    static readonly entity = entity('lot', { key: 'id' });
    @IsString() id!: string;
    @IsInt() size!: number;
}

@Declares(FirstLot)
class First extends Contract {
    @Transaction()
    async create(ctx: Context, id: string, size: number): Promise<void> {
        await ctx.state(FirstLot).create({ id, size });
    }

    @Transaction()
    async resize(ctx: Context, id: string, size: number): Promise<void> {
        await ctx.state(FirstLot).update(id, { size });
    }

    @Transaction()
    async write(ctx: Context, key: string, json: string): Promise<void> {
        await ctx.stub.putState(key, Buffer.from(json));
    }
}

class SecondLot {
    static readonly entity = entity('lot', { key: 'id' });
    @IsString() id!: string;
    @IsInt() size!: number;
    @IsString() color = 'none';
    @Property() @Optional() owner?: string;
}

/** Knows two fields more, and needs no version for that. */
@Declares(SecondLot)
class Second extends Contract {
    @Transaction()
    async resize(ctx: Context, id: string, size: number): Promise<void> {
        await ctx.state(SecondLot).update(id, { size });
    }

    @Transaction()
    async paint(ctx: Context, id: string, color: string): Promise<void> {
        await ctx.state(SecondLot).upsert(id, (lot) => {
            lot.color = color;
        });
    }
}

class ThirdLot {
    static readonly entity = entity('lot', {
        key: 'id',
        version: 2,
        upgrade: { 1: ({ size, ...rest }: { size: number }) => ({ ...rest, sizes: [size] }) },
    });
    @IsString() id!: string;
    @Property([Number]) sizes!: number[];
}

/** Has another form for a field, which old code would misread. */
@Declares(ThirdLot)
class Third extends Contract {
    @Transaction()
    async add(ctx: Context, id: string, size: number): Promise<void> {
        await ctx.state(ThirdLot).update(id, (lot) => {
            lot.sizes.push(size);
        });
    }

    @Evaluate()
    @Returns([Number])
    async sizes(ctx: Context, id: string): Promise<number[]> {
        return (await ctx.state(ThirdLot).getOrThrow(id)).sizes;
    }
}

/** A release whose rows have an index: one that is being built, or one that is read. */
function indexed(building: boolean): new () => Contract {
    class Lot {
        static readonly entity = entity('lot', {
            key: 'id',
            indexes: { bySize: { fields: ['size'], building } },
        });
        @IsString() id!: string;
        @IsInt() size!: number;
    }
    @Declares(Lot)
    class Indexed extends Contract {
        @Transaction()
        async create(ctx: Context, id: string, size: number): Promise<void> {
            await ctx.state(Lot).create({ id, size });
        }

        @Transaction()
        async resize(ctx: Context, id: string, size: number): Promise<void> {
            await ctx.state(Lot).update(id, { size });
        }

        @Transaction()
        async remove(ctx: Context, id: string): Promise<void> {
            await ctx.state(Lot).delete(id);
        }

        @Transaction()
        @Returns({ any: true })
        upgrade(ctx: Context, after: string): Promise<UpgradeProgress> {
            return ctx.state(Lot).upgrade({ after, limit: 20 });
        }

        @Evaluate()
        async ofSize(ctx: Context, size: number): Promise<string> {
            const lots = await ctx.state(Lot).findBy('bySize', { size }).take(1_000);
            return lots.map(({ id }) => id).join();
        }
    }
    return Indexed;
}

describe('releases that follow each other over one ledger', () => {
    let chaincode: ReleasedChaincode;

    beforeEach(async () => {
        chaincode = await ReleasedChaincode.start();
    });

    afterEach(() => chaincode[Symbol.asyncDispose]());

    it('state promise 11: by turns lose nothing of what only one of them knows', async () => {
        await chaincode.deploy(First);
        const before = '{"amount": 12345678901234567890,"ratio":1.50,"size":0}';
        expect(await chaincode.submit('write', KEY, before)).toBe('VALID');
        for (let turn = 1; turn <= 25; turn += 1) {
            await chaincode.deploy(Second);
            expect(await chaincode.submit('paint', 'a', `c${turn}`)).toBe('VALID');
            expect(await chaincode.submit('resize', 'a', -turn)).toBe('VALID');
            await chaincode.deploy(First);
            expect(await chaincode.submit('resize', 'a', turn)).toBe('VALID');
            expect(await chaincode.submit('resize', 'a', turn + 1)).toBe('VALID');
        }
        const after = '{"amount":12345678901234567890,"color":"c25","id":"a","ratio":1.50,"size":26}';
        expect((await chaincode.states()).get(KEY)).toBe(after);
    });

    it('state promise 11: are rolled back without loss but for rows of the later version, which are refused', async () => {
        await chaincode.deploy(First);
        for (const id of ['a', 'b']) expect(await chaincode.submit('create', id, 1)).toBe('VALID');
        await chaincode.deploy(Third);
        expect(await chaincode.evaluate('sizes', 'b')).toBe('[1]');
        expect(await chaincode.submit('add', 'a', 2)).toBe('VALID');
        expect((await chaincode.states()).get(KEY)).toBe('{"@v":2,"id":"a","sizes":[1,2]}');
        await chaincode.deploy(First);
        expect(await chaincode.submit('resize', 'b', 5)).toBe('VALID');
        expect(await chaincode.submit('resize', 'a', 5)).toBe(
            'STATE_NEWER: lot(a) was written by version 2; this code knows 1',
        );
        await chaincode.deploy(Third);
        expect(await chaincode.evaluate('sizes', 'b')).toBe('[5]');
        expect(await chaincode.evaluate('sizes', 'a')).toBe('[1,2]');
    });

    it('state promise 11: build a new index while rows change, and then read it complete', async () => {
        await chaincode.deploy(First);
        const sizes = new Map(Array.from({ length: 60 }, (_none, n): [string, number] => [`l${n}`, n % 5]));
        for (const [id, size] of sizes) expect(await chaincode.submit('create', id, size)).toBe('VALID');
        await chaincode.deploy(indexed(true));
        expect(await chaincode.evaluate('ofSize', 1)).toContain('INDEX_BUILDING');
        await upgradeUnderLoad(chaincode, sizes);
        await chaincode.deploy(indexed(false));
        for (let size = 0; size < 8; size += 1)
            expect(await chaincode.evaluate('ofSize', size)).toBe(idsOf(sizes, size));
        const entries = [...(await chaincode.states()).keys()].filter((key) => key.startsWith('\u0000lot.bySize'));
        expect(entries).toHaveLength(sizes.size);
    });
});

function idsOf(sizes: ReadonlyMap<string, number>, size: number): string {
    const ids = Array.from(sizes).flatMap(([id, own]) => (own === size ? id : []));
    return ids.sort().join();
}

/** Calls `upgrade` to its end. Before each of its commits, in the same block, other transactions change rows. */
async function upgradeUnderLoad(chaincode: ReleasedChaincode, sizes: Map<string, number>): Promise<void> {
    const changes = fc.sample(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 70 }), fc.nat({ max: 7 })), {
        numRuns: 400,
        seed: 13,
    });
    let conflicts = 0;
    let after: string | undefined = '';
    for (let turn = 0; after !== undefined; turn += 1) {
        const upgrade = await chaincode.endorse('upgrade', after);
        // Every other time, so that batches get through as well.
        const change = turn % 2 === 0 ? changes.pop() : undefined;
        const other = change && (await endorseChange(chaincode, sizes, change));
        const statuses = await chaincode.peer.commit(...(other === undefined ? [] : [other.endorsed]), upgrade);
        if (other !== undefined && statuses[0]?.status === 'VALID') other.note();
        if (statuses.at(-1)?.status === 'VALID')
            after = (JSON.parse(upgrade.payload.toString()) as UpgradeProgress).next;
        else conflicts += 1;
    }
    expect(conflicts).toBeGreaterThan(0);
}

/** A random change that is not committed yet, and how it shows in the sizes. */
async function endorseChange(
    chaincode: ReleasedChaincode,
    sizes: Map<string, number>,
    [kind, number, size]: readonly [number, number, number],
): Promise<{ endorsed: Awaited<ReturnType<ReleasedChaincode['endorse']>>; note: () => void }> {
    const id = `l${number}`;
    if (!sizes.has(id))
        return { endorsed: await chaincode.endorse('create', id, size), note: () => sizes.set(id, size) };
    if (kind === 0) return { endorsed: await chaincode.endorse('remove', id), note: () => sizes.delete(id) };
    return { endorsed: await chaincode.endorse('resize', id, size), note: () => sizes.set(id, size) };
}
