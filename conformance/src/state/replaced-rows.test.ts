import { Context, Contract, Declares, entity, IsInt, IsString, Transaction } from '@heddle/contract';
import { TestNetwork } from '@heddle/testing';
import { describe, expect, it } from '@jest/globals';

/** Both have the same simple keys, and tags tell their rows apart. */
class Car {
    static readonly entity = entity('car', { key: 'id', keys: 'simple', tag: { docType: 'car' } });
    @IsString() id!: string;
    @IsString() color!: string;
}

class Owner {
    static readonly entity = entity('owner', { key: 'id', keys: 'simple', tag: { docType: 'owner' } });
    @IsString() id!: string;
}

class Price {
    static readonly entity = entity('price', { key: 'id' });
    @IsString() id!: string;
    @IsInt() amount!: number;
}

@Declares(Car, Owner, Price)
class Prices extends Contract {
    @Transaction()
    async paint(ctx: Context, id: string, color: string): Promise<void> {
        await ctx.state(Car).put({ id, color });
    }

    @Transaction()
    async enrol(ctx: Context, id: string): Promise<void> {
        await ctx.state(Owner).put({ id });
    }

    @Transaction()
    async put(ctx: Context, id: string, amount: number): Promise<void> {
        await ctx.state(Price).put({ id, amount });
    }

    @Transaction()
    async putBlindly(ctx: Context, id: string, amount: number): Promise<void> {
        await ctx.state(Price).put({ id, amount }, { blind: true });
    }
}

const PRICE = '\u0000price\u0000p1\u0000';

describe.each(['leveldb', 'couchdb'] as const)('what is there where a row is put, on %s', (queries) => {
    it('state promise 21: is not lost where it is of another entity', async () => {
        await using net = await TestNetwork.start({ contracts: [Prices], peer: { queries } });
        await net.as('ann').submit('enrol', 'x1');
        const before = await net.state.bytes('x1');
        await expect(net.as('ann').submit('paint', 'x1', 'blue')).rejects.toMatchObject({
            code: 'INVALID_STATE',
            message: expect.stringContaining('it is a row of Owner: its docType is "owner", not "car"'),
        });
        expect(await net.state.bytes('x1')).toEqual(before);
    });

    it('state promise 21: is not lost where it is of a later version', async () => {
        await using net = await TestNetwork.start({ contracts: [Prices], peer: { queries } });
        const later = '{"@v":2,"amount":{"eur":5},"id":"p1"}';
        await net.peer.seed({ chaincode: 'chaincode', writes: [{ key: PRICE, value: later }] });
        await expect(net.as('ann').submit('put', 'p1', 7)).rejects.toMatchObject({ code: 'STATE_NEWER' });
        expect(String(await net.state.bytes(PRICE))).toBe(later);
        await net.as('ann').submit('putBlindly', 'p1', 7);
        expect(String(await net.state.bytes(PRICE))).toBe('{"amount":7,"id":"p1"}');
    });

    it('state promise 8: is checked at commit, unless it is put blindly', async () => {
        await using net = await TestNetwork.start({ contracts: [Prices], peer: { queries } });
        const ann = net.as('ann');
        const verdictsOf = async (name: 'put' | 'putBlindly'): Promise<readonly string[]> =>
            net.commit(await ann.endorse(name, 'p1', 1), await ann.endorse(name, 'p1', 2));
        expect(await verdictsOf('put')).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
        expect(await verdictsOf('putBlindly')).toEqual(['VALID', 'VALID']);
        expect(await net.state.of(Price).get('p1')).toEqual({ id: 'p1', amount: 2 });
    });
});
