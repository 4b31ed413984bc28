import './jest';
import {
    CalledChaincodeError,
    Check,
    type Context,
    Contract,
    ContractError,
    Evaluate,
    IsInt,
    IsString,
    Length,
    Min,
    Returns,
    Transaction,
} from '@heddle/contract';
import { type Chaincode, type ChaincodeStub, error, success } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from '.';

class Price {
    @IsString() id!: string;
    @IsInt() @Min(0) cents!: number;
}

class Prices extends Contract {
    @Transaction()
    async set(ctx: Context, price: Price): Promise<void> {
        await ctx.stub.putState(price.id, ctx.serialize(price));
    }

    @Evaluate()
    @Returns(Price)
    async get(ctx: Context, id: string): Promise<Price> {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length > 0) return ctx.deserialize(Price, bytes);
        throw new ContractError('NO_PRICE', `${id} has no price`, { status: 404, details: { id } });
    }

    @Evaluate()
    async cents(ctx: Context, id: string): Promise<number> {
        return (await this.get(ctx, id)).cents;
    }

    @Evaluate()
    since(_ctx: Context, date: Date, factor: bigint, bytes: Uint8Array): string {
        return `${date.toISOString()} ${factor} ${Buffer.from(bytes).toString('hex')}`;
    }
}

/** A chaincode whose answers are of no contract. */
class Raw implements Chaincode {
    Init(): ReturnType<Chaincode['Init']> {
        return Promise.resolve(success());
    }

    Invoke(stub: ChaincodeStub): ReturnType<Chaincode['Invoke']> {
        const [fcn, payload = ''] = stub.getStringArgs();
        const response = fcn === 'succeed' ? success() : { ...error('gone'), status: Number(fcn) };
        return Promise.resolve({ ...response, payload: Buffer.from(payload) });
    }
}

class Shop extends Contract {
    @Transaction()
    async sell(ctx: Context, id: string): Promise<number> {
        const price = await ctx.callChaincode('prices', 'get', [id], { returns: Price });
        await ctx.stub.putState(id, ctx.serialize({ soldFor: price.cents }));
        return price.cents;
    }

    @Transaction()
    async reprice(ctx: Context, id: string, cents: number): Promise<void> {
        await ctx.callChaincode('prices', 'Prices:set', [{ id, cents }]);
    }

    @Evaluate()
    async ask(ctx: Context, fn: string, @Check(Length(0, 50)) arg: string): Promise<string> {
        return (await ctx.callChaincode('raw', fn, [arg])).toString();
    }

    @Evaluate()
    async count(ctx: Context, answer: string): Promise<number> {
        return await ctx.callChaincode('raw', 'succeed', [answer], { returns: Number });
    }

    @Evaluate()
    async centsOrZero(ctx: Context, id: string): Promise<number> {
        try {
            return await ctx.callChaincode('prices', 'cents', [id], { returns: Number });
        } catch (thrown) {
            if (CalledChaincodeError.is(thrown) && thrown.calledCode === 'NO_PRICE') return 0;
            throw thrown;
        }
    }

    @Evaluate()
    async encoded(ctx: Context): Promise<string> {
        const args = [new Date(0), 2n ** 60n, new Uint8Array([255, 0])];
        return await ctx.callChaincode('prices', 'since', args, { returns: String });
    }

    @Evaluate()
    async elsewhere(ctx: Context, id: string): Promise<number> {
        return await ctx.callChaincode('prices', 'cents', [id], { returns: Number, channel: 'other' });
    }

    @Evaluate()
    async missing(ctx: Context, chaincode: string): Promise<void> {
        await ctx.callChaincode(chaincode, 'x');
    }
}

const NETWORK = {
    chaincodes: { shop: { contracts: [Shop] }, prices: { contracts: [Prices] }, raw: Raw },
    peer: { channels: ['mychannel', 'other'] },
} as const;

function start(): Promise<TestNetwork<typeof NETWORK>> {
    return TestNetwork.start(NETWORK);
}

describe('ctx.callChaincode', () => {
    it('gives what the called transaction returned, of the type that is named', async () => {
        await using net = await start();
        const ann = net.as('ann').chaincode('shop');
        await ann.submit('reprice', 'p1', 250);
        expect(await net.stateOf('prices').get('p1', Price)).toEqual({ id: 'p1', cents: 250 });
        expect(await ann.submit('sell', 'p1')).toBe(250);
        expect(await ann.evaluate('encoded')).toBe('1970-01-01T00:00:00.000Z 1152921504606846976 ff00');
        expect(await ann.evaluate('ask', 'succeed', 'the bytes')).toBe('the bytes');
    });

    it('fails the caller with the status of the answer, and leaves nothing behind', async () => {
        await using net = await start();
        const ann = net.as('ann').chaincode('shop');
        const failure = ann.submit('sell', 'p1');
        await expect(failure).rejects.toMatchObject({
            status: 404,
            code: 'CALLED_CHAINCODE_FAILED',
            message: 'CALLED_CHAINCODE_FAILED: prices answered get with 404 NO_PRICE: p1 has no price',
            details: {
                chaincode: 'prices',
                transaction: 'get',
                status: 404,
                code: 'NO_PRICE',
                message: 'NO_PRICE: p1 has no price',
                details: { id: 'p1' },
            },
        });
        await expect(ann.submit('reprice', 'p1', -1)).toBeRefusedWith('CALLED_CHAINCODE_FAILED', 'price.cents');
        expect(await net.stateOf('shop').all()).toEqual({});
    });

    it('lets the caller act on a failure', async () => {
        await using net = await start();
        expect(await net.as('ann').chaincode('shop').evaluate('centsOrZero', 'p1')).toBe(0);
    });

    it.each([
        ['404', ''],
        ['500', 'text'],
        ['599', '{"code":7}'],
        ['499', 'null'],
        ['400', '[]'],
    ])('takes %s with the payload %j of a chaincode that is no contract', async (status, payload) => {
        await using net = await start();
        await expect(net.as('ann').chaincode('shop').evaluate('ask', status, payload)).rejects.toMatchObject({
            status: Number(status),
            message: `CALLED_CHAINCODE_FAILED: raw answered ${status} with ${status} gone`,
        });
    });

    it('fails with 500 for a status that Fabric does not have', () => {
        const response = { status: 700, message: '', payload: Buffer.alloc(0) };
        const failure = new CalledChaincodeError({ chaincode: 'go', transaction: 'f', response });
        expect(failure).toMatchObject({ status: 500, message: 'go answered f with 700' });
    });

    it('takes every status below 400 for success, as peers do', async () => {
        await using net = await start();
        expect(await net.as('ann').chaincode('shop').evaluate('ask', '399', 'fine')).toBe('fine');
    });

    it('refuses a result that is not of the type', async () => {
        await using net = await start();
        await expect(net.as('ann').chaincode('shop').evaluate('count', 'many')).rejects.toMatchObject({
            status: 500,
            message:
                'INVALID_RESULT: raw answered succeed with something else than was expected: result must be a number, not "many"',
        });
    });

    it('says when there was no answer at all', async () => {
        await using net = await start();
        const ann = net.as('ann').chaincode('shop');
        await expect(ann.evaluate('missing', 'nowhere')).toBeRefusedWith('PEER_ERROR', 'nowhere');
        await expect(ann.evaluate('missing', 'shop')).toBeRefusedWith('PEER_ERROR', 'exists');
        await expect(ann.evaluate('missing', '')).toBeRefusedWith('INVALID_ARGUMENT');
    });

    it('reads on another channel', async () => {
        await using net = await start();
        const ann = net.as('ann');
        await ann.chaincode('prices').with({ channel: 'other' }).submit('set', { id: 'p1', cents: 7 });
        expect(await ann.chaincode('shop').evaluate('elsewhere', 'p1')).toBe(7);
        expect(await ann.chaincode('shop').evaluate('centsOrZero', 'p1')).toBe(0);
    });
});
