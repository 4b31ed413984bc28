import { TestNetwork, type TestNetworkOptions } from '@heddle/testing';
import { describe, expect, it } from '@jest/globals';
import { AdoptedAssets, AdoptedMarbles, AdoptedObjects, AdoptedToken } from './adopted-ledgers';
import { HandWritten } from './hand-written-ledgers';

type Network = Pick<TestNetwork<TestNetworkOptions>, 'peer' | 'state'>;

const DATABASES = [
    { database: 'LevelDB', peer: {} },
    { database: 'CouchDB', peer: { queries: 'couchdb' } },
] as const;

describe.each(DATABASES)('a ledger of hand-written contracts, on $database', ({ peer }) => {
    /** The bytes of every key but these. */
    async function othersThan(net: Network, ...keys: readonly string[]): Promise<Record<string, string>> {
        const states = await net.peer.states({ chaincode: 'chaincode' });
        const others = states.filter(({ key }) => !keys.includes(key));
        return Object.fromEntries(others.map(({ key, value }) => [key, Buffer.from(value).toString('hex')]));
    }

    async function written(net: Network, key: string): Promise<string> {
        return String(await net.state.bytes(key));
    }

    it('state promise 12: of asset-transfer-basic is read, changed and read again', async () => {
        await using net = await TestNetwork.start({ contracts: [AdoptedAssets, HandWritten], peer });
        const ann = net.as('ann');
        await net.as('old').contract(HandWritten).submit('writeBasicAssets');
        const before = await othersThan(net, 'asset2');
        expect((await ann.evaluate('assets')).map(({ ID, Color }) => [ID, Color])).toEqual([
            ['asset1', 'blue'],
            ['asset2', 'red'],
            ['asset3', 'green'],
        ]);
        await ann.submit('paint', 'asset2', 'pink');
        expect(await ann.evaluate('readAsset', 'asset2')).toMatchObject({ Color: 'pink', AppraisedValue: 400 });
        expect(await othersThan(net, 'asset2')).toEqual(before);
        await expect(ann.evaluate('readAsset', 'car1')).rejects.toMatchObject({ code: 'INVALID_STATE' });
        expect(await written(net, 'asset2')).toBe(
            '{"AppraisedValue":400,"Color":"pink","ID":"asset2","Owner":"Brad","Size":5,"docType":"asset"}',
        );
    });

    it('state promise 12: of ledger-queries is found by its index, which stays right', async () => {
        await using net = await TestNetwork.start({ contracts: [AdoptedMarbles, HandWritten], peer });
        const ann = net.as('ann');
        await net.as('old').contract(HandWritten).submit('writeMarbles');
        const index = (color: string, id: string): string => `\u0000color~name\u0000${color}\u0000${id}\u0000`;
        const before = await othersThan(net, 'marble3', index('blue', 'marble3'), index('green', 'marble3'));
        expect(await ann.evaluate('marblesOf', 'blue')).toBe('marble1,marble3');
        await ann.submit('recolor', 'marble3', 'green');
        expect(await ann.evaluate('marblesOf', 'blue')).toBe('marble1');
        expect(await ann.evaluate('marblesOf', 'green')).toBe('marble3');
        expect(await othersThan(net, 'marble3', index('green', 'marble3'))).toEqual(before);
        expect(await net.state.bytes(index('green', 'marble3'))).toEqual(Buffer.from([0]));
        // What the declaration does not name is there still.
        expect(await written(net, 'marble3')).toContain('"appraisedValue":100');
        expect(await written(net, 'marble3')).toContain('"size":35');
    });

    it('state promise 12: of token-erc-20, with bare numbers, becomes rows as they are changed', async () => {
        await using net = await TestNetwork.start({ contracts: [AdoptedToken, HandWritten], peer });
        const ann = net.as('ann');
        await net.as('old').contract(HandWritten).submit('writeBalances');
        await net.as('old').contract(HandWritten).submit('writeOther', 'balance', ['ann', 'locked']);
        const before = await othersThan(net, '\u0000balance\u0000bob\u0000');
        expect(await ann.evaluate('balances')).toEqual([
            { owner: 'ann', amount: 1_000n },
            { owner: 'bob', amount: 98_765_432_109_876_543_210n },
        ]);
        expect(await ann.evaluate('allowance', 'ann', 'bob')).toBe(5n);
        expect(await ann.submit('deposit', 'bob', 1n)).toBe(98_765_432_109_876_543_211n);
        expect(await othersThan(net, '\u0000balance\u0000bob\u0000')).toEqual(before);
        expect(await written(net, '\u0000balance\u0000bob\u0000')).toBe(
            '{"@v":2,"amount":"98765432109876543211","owner":"bob"}',
        );
        expect(await ann.submit('deposit', 'carol', 3n)).toBe(3n);
        expect(await ann.evaluate('balances')).toHaveLength(3);
    });

    it("state promise 12: of GalaChain's objects is read, changed and read again", async () => {
        await using net = await TestNetwork.start({ contracts: [AdoptedObjects, HandWritten], peer });
        const ann = net.as('ann');
        await net.as('old').contract(HandWritten).submit('writeChainObjects');
        const key = '\u0000GCTB\u0000bob\u000012\u0000';
        const before = await othersThan(net, key);
        expect(await ann.evaluate('tokens', 'bob')).toEqual([{ owner: 'bob', instance: 12n, quantity: '10.5' }]);
        await ann.submit('burn', 'bob', 12n);
        expect(await ann.evaluate('tokens', 'bob')).toEqual([{ owner: 'bob', instance: 12n, quantity: '0' }]);
        expect(await othersThan(net, key)).toEqual(before);
        expect(await written(net, key)).toMatch(
            /^\{"created":1700000000000,"instance":"12","owner":"bob","quantity":"0","use":\{"n":1(\.0)?\}\}$/,
        );
    });

    it("state promise 12: of GalaChain's ranged objects is scanned by ranges", async () => {
        await using net = await TestNetwork.start({ contracts: [AdoptedObjects, HandWritten], peer });
        const ann = net.as('ann');
        await net.as('old').contract(HandWritten).submit('writeChainObjects');
        expect(await ann.evaluate('notesFrom', 'ann', '0002')).toBe('n0002,n0003');
        await ann.submit('annotate', 'ann', '0004', 'new');
        expect(await ann.evaluate('notesFrom', 'ann', '0003')).toBe('n0003,new');
        expect(await written(net, 'GCXX\u0000ann\u00000004')).toBe('{"note":"new","owner":"ann","time":"0004"}');
    });
});
