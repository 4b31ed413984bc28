import {
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    IsInt,
    IsNumber,
    IsString,
    Optional,
    Property,
    Returns,
    Transaction,
} from '@heddle/contract';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HandWritten } from './hand-written-ledgers';

class Asset {
    static readonly entity = entity('asset', { key: 'ID', keys: 'simple', tag: { docType: 'asset' } });
    @IsString() ID!: string;
    @IsString() Color!: string;
    @IsInt() Size!: number;
    @IsString() Owner!: string;
    @IsNumber() AppraisedValue!: number;
}

class Marble {
    static readonly entity = entity('marble', {
        key: 'assetID',
        keys: 'simple',
        tag: { docType: 'asset' },
        indexes: { byColor: { fields: ['color'], as: 'color~name' } },
    });
    @IsString() assetID!: string;
    @IsString() color!: string;
    @IsString() owner!: string;
}

/** The amount of an ERC-20 balance, which stands on the ledger as a bare number. */
const fromBareNumber = (amount: number): unknown => ({ amount: String(amount) });

class Balance {
    static readonly entity = entity('balance', { key: 'owner', version: 2, upgrade: { 1: fromBareNumber } });
    @IsString() owner!: string;
    @Property() amount!: bigint;
}

class Allowance {
    static readonly entity = entity('allowance', {
        key: ['owner', 'spender'],
        version: 2,
        upgrade: { 1: fromBareNumber },
    });
    @IsString() owner!: string;
    @IsString() spender!: string;
    @Property() amount!: bigint;
}

class TokenBalance {
    static readonly entity = entity('GCTB', { key: ['owner', 'instance'], text: ['instance'] });
    @IsString() owner!: string;
    @Property() instance!: bigint;
    @IsString() quantity!: string;
}

class Note {
    static readonly entity = entity('note', {
        key: ['owner', 'time'],
        keys: { prefix: 'GCXX\u0000', separator: '\u0000', suffix: '' },
    });
    @IsString() owner!: string;
    @IsString() time!: string;
    @IsString() @Optional() note?: string;
}

@Declares(Asset, Marble, Balance, Allowance, TokenBalance, Note)
class Typed extends Contract {
    @Evaluate()
    @Returns([Asset])
    assets(ctx: Context): Promise<Asset[]> {
        return ctx.state(Asset).find().take(100);
    }

    @Transaction()
    async paint(ctx: Context, id: string, color: string): Promise<void> {
        await ctx.state(Asset).update(id, { Color: color });
    }

    @Evaluate()
    async readAsset(ctx: Context, id: string): Promise<Asset> {
        return ctx.state(Asset).getOrThrow(id);
    }

    @Evaluate()
    async marblesOf(ctx: Context, color: string): Promise<string> {
        const found = await ctx.state(Marble).findBy('byColor', { color }).take(100);
        return found.map(({ assetID }) => assetID).join();
    }

    @Transaction()
    async recolor(ctx: Context, id: string, color: string): Promise<void> {
        await ctx.state(Marble).update(id, { color });
    }

    @Evaluate()
    @Returns([Balance])
    balances(ctx: Context): Promise<Balance[]> {
        return ctx.state(Balance).find().take(100);
    }

    @Evaluate()
    async allowance(ctx: Context, owner: string, spender: string): Promise<bigint> {
        return (await ctx.state(Allowance).getOrThrow({ owner, spender })).amount;
    }

    @Transaction()
    async deposit(ctx: Context, owner: string, amount: bigint): Promise<bigint> {
        const row = await ctx.state(Balance).upsert(owner, (balance) => {
            balance.amount = ((balance.amount as bigint | undefined) ?? 0n) + amount; // absent in a new row
        });
        return row.amount;
    }

    @Evaluate()
    @Returns([TokenBalance])
    tokens(ctx: Context, owner: string): Promise<TokenBalance[]> {
        return ctx.state(TokenBalance).find({ owner }).take(100);
    }

    @Transaction()
    async burn(ctx: Context, owner: string, instance: bigint): Promise<void> {
        await ctx.state(TokenBalance).update({ owner, instance }, { quantity: '0' });
    }

    @Evaluate()
    async notesFrom(ctx: Context, owner: string, time: string): Promise<string> {
        const notes = await ctx
            .state(Note)
            .find({ owner, time: { gte: time } })
            .take(100);
        return notes.map(({ note }) => note).join();
    }

    @Transaction()
    async annotate(ctx: Context, owner: string, time: string, note: string): Promise<void> {
        await ctx.state(Note).upsert({ owner, time }, { note });
    }
}

const DATABASES = [
    { database: 'LevelDB', peer: {} },
    { database: 'CouchDB', peer: { queries: 'couchdb' } },
] as const;

describe.each(DATABASES)('a ledger of hand-written contracts, on $database', ({ peer }) => {
    let net: TestNetwork<{ contracts: readonly [typeof Typed, typeof HandWritten] }>;
    let typed: TestClient<Typed>;

    beforeEach(async () => {
        net = await TestNetwork.start({ contracts: [Typed, HandWritten], peer });
        typed = net.as('ann');
    });

    afterEach(() => net.close());

    /** The bytes of every key but these. */
    async function othersThan(...keys: readonly string[]): Promise<Record<string, string>> {
        const states = await net.peer.states({ chaincode: 'chaincode' });
        const others = states.filter(({ key }) => !keys.includes(key));
        return Object.fromEntries(others.map(({ key, value }) => [key, Buffer.from(value).toString('hex')]));
    }

    async function written(key: string): Promise<string> {
        return String(await net.state.bytes(key));
    }

    it('state promise 12: of asset-transfer-basic is read, changed and read again', async () => {
        await net.as('old').contract(HandWritten).submit('writeBasicAssets');
        const before = await othersThan('asset2');
        expect((await typed.evaluate('assets')).map(({ ID, Color }) => [ID, Color])).toEqual([
            ['asset1', 'blue'],
            ['asset2', 'red'],
            ['asset3', 'green'],
        ]);
        await typed.submit('paint', 'asset2', 'pink');
        expect(await typed.evaluate('readAsset', 'asset2')).toMatchObject({ Color: 'pink', AppraisedValue: 400 });
        expect(await othersThan('asset2')).toEqual(before);
        await expect(typed.evaluate('readAsset', 'car1')).rejects.toMatchObject({ code: 'INVALID_STATE' });
        expect(await written('asset2')).toBe(
            '{"AppraisedValue":400,"Color":"pink","ID":"asset2","Owner":"Brad","Size":5,"docType":"asset"}',
        );
    });

    it('state promise 12: of ledger-queries is found by its index, which stays right', async () => {
        await net.as('old').contract(HandWritten).submit('writeMarbles');
        const index = (color: string, id: string): string => `\u0000color~name\u0000${color}\u0000${id}\u0000`;
        const before = await othersThan('marble3', index('blue', 'marble3'), index('green', 'marble3'));
        expect(await typed.evaluate('marblesOf', 'blue')).toBe('marble1,marble3');
        await typed.submit('recolor', 'marble3', 'green');
        expect(await typed.evaluate('marblesOf', 'blue')).toBe('marble1');
        expect(await typed.evaluate('marblesOf', 'green')).toBe('marble3');
        expect(await othersThan('marble3', index('green', 'marble3'))).toEqual(before);
        expect(await net.state.bytes(index('green', 'marble3'))).toEqual(Buffer.from([0]));
        // What the declaration does not name is there still.
        expect(await written('marble3')).toContain('"appraisedValue":100');
        expect(await written('marble3')).toContain('"size":35');
    });

    it('state promise 12: of token-erc-20, with bare numbers, becomes rows as they are changed', async () => {
        await net.as('old').contract(HandWritten).submit('writeBalances');
        await net.as('old').contract(HandWritten).submit('writeOther', 'balance', ['ann', 'locked']);
        const before = await othersThan('\u0000balance\u0000bob\u0000');
        expect(await typed.evaluate('balances')).toEqual([
            { owner: 'ann', amount: 1_000n },
            { owner: 'bob', amount: 98_765_432_109_876_543_210n },
        ]);
        expect(await typed.evaluate('allowance', 'ann', 'bob')).toBe(5n);
        expect(await typed.submit('deposit', 'bob', 1n)).toBe(98_765_432_109_876_543_211n);
        expect(await othersThan('\u0000balance\u0000bob\u0000')).toEqual(before);
        expect(await written('\u0000balance\u0000bob\u0000')).toBe(
            '{"@v":2,"amount":"98765432109876543211","owner":"bob"}',
        );
        expect(await typed.submit('deposit', 'carol', 3n)).toBe(3n);
        expect(await typed.evaluate('balances')).toHaveLength(3);
    });

    it("state promise 12: of GalaChain's objects is read, changed and read again", async () => {
        await net.as('old').contract(HandWritten).submit('writeChainObjects');
        const key = '\u0000GCTB\u0000bob\u000012\u0000';
        const before = await othersThan(key);
        expect(await typed.evaluate('tokens', 'bob')).toEqual([{ owner: 'bob', instance: 12n, quantity: '10.5' }]);
        await typed.submit('burn', 'bob', 12n);
        expect(await typed.evaluate('tokens', 'bob')).toEqual([{ owner: 'bob', instance: 12n, quantity: '0' }]);
        expect(await othersThan(key)).toEqual(before);
        expect(await written(key)).toMatch(
            /^\{"created":1700000000000,"instance":"12","owner":"bob","quantity":"0","use":\{"n":1(\.0)?\}\}$/,
        );
    });

    it("state promise 12: of GalaChain's ranged objects is scanned by ranges", async () => {
        await net.as('old').contract(HandWritten).submit('writeChainObjects');
        expect(await typed.evaluate('notesFrom', 'ann', '0002')).toBe('n0002,n0003');
        await typed.submit('annotate', 'ann', '0004', 'new');
        expect(await typed.evaluate('notesFrom', 'ann', '0003')).toBe('n0003,new');
        expect(await written('GCXX\u0000ann\u00000004')).toBe('{"note":"new","owner":"ann","time":"0004"}');
    });
});
