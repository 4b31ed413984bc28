import { type Chaincode, success } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork, TestNetworkError, TransactionError } from './index';
import { CAR, Car, Cars, Garages } from './testing/contracts';

function start(): Promise<TestNetwork<{ contracts: readonly [typeof Cars] }>> {
    return TestNetwork.start({ contracts: [Cars] });
}

async function failureOf(running: Promise<unknown>): Promise<unknown> {
    try {
        await running;
    } catch (error) {
        return error;
    }
    return undefined;
}

describe('a test network', () => {
    it('commits what is submitted, and gives back what the contract returns', async () => {
        await using net = await start();
        const alice = net.as('alice');
        await alice.submit('add', CAR);
        expect(await alice.submit('paint', 'c1')).toBe('white');
        const car = await alice.evaluate('read', 'c1');
        expect(car).toEqual({ ...CAR, color: 'white' });
        expect(car).toBeInstanceOf(Car);
    });

    it('shows the committed state, composite keys included', async () => {
        await using net = await start();
        await net.as('alice').submit('add', CAR);
        expect(await net.state.all()).toEqual({ 'color(red, c1)': true, c1: CAR });
        expect(await net.state.get(['color', 'red', 'c1'])).toBe(true);
        expect(await net.state.get('c1', Car)).toBeInstanceOf(Car);
        expect(await net.state.bytes('c1')).toEqual(Buffer.from('{"color":"red","doors":4,"id":"c1"}'));
        expect(await net.state.get('c2')).toBeUndefined();
        await expect(net.state.get('c1', [Car])).rejects.toThrow('state must be an array');
    });

    it('shows events of committed transactions only', async () => {
        await using net = await start();
        const transaction = await net.as('alice').endorse('add', CAR);
        expect(net.events).toEqual([]);
        await transaction.commit();
        expect(net.events).toEqual([
            {
                chaincode: 'chaincode',
                name: 'CarAdded',
                payload: { id: 'c1' },
                txId: transaction.txId,
                blockNumber: 1n,
            },
        ]);
    });

    it('shows what a transaction read and wrote', async () => {
        await using net = await start();
        await net.as('alice').submit('add', CAR);
        const { reads, writes, result, name } = await net.as('alice').endorse('scrap', 'c1');
        expect({ reads, writes, result, name }).toEqual({
            name: 'scrap',
            result: undefined,
            reads: [{ chaincode: 'chaincode', key: 'c1', exists: true }],
            writes: [{ chaincode: 'chaincode', key: 'c1', value: undefined, isDelete: true }],
        });
        expect(net.transactions.map((one) => one.name)).toEqual(['add', 'scrap']);
        expect(net.transactions[0]?.writes.map(({ key }) => key)).toEqual(['color(red, c1)', 'c1']);
    });

    it.each([
        ['digits', '17'],
        ['number', 17],
        ['bigint', 17n],
        ['date', new Date(17)],
        ['bytes', Buffer.of(0xff)],
        ['nothing', undefined],
        ['null', null],
        ['object', { a: 'x', b: [1] }],
        ['boolean', false],
    ])('gives back %s as it was returned, without a declared type', async (form, value) => {
        await using net = await start();
        expect(await net.as('alice').evaluate('answer', form)).toEqual(value);
    });

    it('passes arguments of every form', async () => {
        await using net = await start();
        const at = new Date('2026-01-02T03:04:05.678Z');
        expect(await net.as('alice').evaluate('echo', '{"', 3, 10n ** 20n, at, Buffer.of(1, 0xff))).toEqual({
            text: '{"',
            n: 3,
            big: '100000000000000000000',
            at: at.toISOString(),
            bytes: Buffer.of(1, 0xff).toString('base64'),
        });
    });

    it('refuses arguments that have no form, before they are sent', async () => {
        await using net = await start();
        const failure = await failureOf(net.as('alice').submit('add', { ...CAR, doors: Number.NaN }));
        expect(failure).toMatchObject({
            code: 'ARGUMENT_INVALID',
            message: expect.stringContaining('car.doors is NaN'),
        });
        expect(TestNetworkError.is(failure)).toBe(true);
    });
});

describe('a refusal', () => {
    it('has status, code, message and details with paths', async () => {
        await using net = await start();
        const failure = await failureOf(net.as('alice').submit('add', { ...CAR, doors: 0 }));
        expect(failure).toBeInstanceOf(TransactionError);
        expect(failure).toMatchObject({
            status: 400,
            code: 'VALIDATION_FAILED',
            message: expect.stringMatching(/^VALIDATION_FAILED: car\.doors /),
            details: [{ path: 'car.doors', constraint: 'isPositive' }],
            transaction: 'add',
        });
    });

    it("has the contract's own code", async () => {
        await using net = await start();
        const running = net.as('alice').evaluate('read', 'c9');
        expect(await failureOf(running)).toMatchObject({ status: 404, code: 'CAR_UNKNOWN', details: undefined });
    });

    it('by a bug has what was thrown as its cause, which clients are not told', async () => {
        await using net = await start();
        const failure = (await failureOf(net.as('alice').submit('fail'))) as TransactionError;
        expect(failure).toMatchObject({ status: 500, code: 'INTERNAL_ERROR', cause: { message: 'a bug' } });
        expect(failure.message).not.toContain('a bug');
    });

    it('commits nothing', async () => {
        await using net = await start();
        await failureOf(net.as('alice').submit('fail'));
        expect(await net.peer.height()).toBe(1n);
        expect(net.transactions).toEqual([]);
    });
});

describe('a conflict', () => {
    it('is what comes of two endorsements before either commits', async () => {
        await using net = await start();
        await net.as('alice').submit('add', CAR);
        const first = await net.as('alice').endorse('paint', 'c1', 'green');
        const second = await net.as('bob').endorse('paint', 'c1', 'blue');
        await first.commit();
        expect(await failureOf(second.commit())).toMatchObject({
            code: 'MVCC_READ_CONFLICT',
            status: undefined,
            message: expect.stringMatching(/^paint is invalid in block 3: MVCC_READ_CONFLICT/),
        });
        expect(await net.state.get('c1')).toMatchObject({ color: 'green' });
    });

    it('happens in one block, too, and between submissions at the same time', async () => {
        await using net = await start();
        const alice = net.as('alice');
        await alice.submit('add', CAR);
        const transactions = [await alice.endorse('paint', 'c1', 'green'), await alice.endorse('paint', 'c1', 'blue')];
        expect(await net.commit(...transactions)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
        const settled = await Promise.allSettled([alice.submit('paint', 'c1', 'a'), alice.submit('paint', 'c1', 'b')]);
        expect(settled).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'MVCC_READ_CONFLICT' } }]);
    });

    it('of a range is a phantom', async () => {
        await using net = await start();
        const count = await net.as('alice').endorse('countCars');
        await net.as('bob').submit('add', CAR);
        expect(await failureOf(count.commit())).toMatchObject({ code: 'PHANTOM_READ_CONFLICT' });
    });

    it('does not come of one transaction twice', async () => {
        await using net = await start();
        const transaction = await net.as('alice').endorse('add', CAR);
        await transaction.commit();
        expect(await failureOf(transaction.commit())).toMatchObject({ code: 'DUPLICATE_TXID' });
    });
});

describe('a client', () => {
    it('is known to the contract, with its organization and attributes', async () => {
        const time = new Date('2026-01-02T03:04:05.678Z');
        await using net = await TestNetwork.start({ contracts: [Cars], organizations: ['Org1MSP', 'Org2MSP'], time });
        const bob = net.as('bob', { mspId: 'Org2MSP', attributes: { grade: 'A' } });
        expect(await bob.with({ transient: { secret: { pin: 1 } } }).evaluate('whoAndWhen')).toEqual({
            id: bob.id,
            mspId: 'Org2MSP',
            grade: 'A',
            at: time.toISOString(),
            secret: '{"pin":1}',
        });
        expect(await bob.evaluate('guarded')).toBe('in');
        expect(await failureOf(net.as('bob').evaluate('guarded'))).toMatchObject({ code: 'ACCESS_DENIED' });
    });

    it('is the same one by the same words', async () => {
        await using net = await start();
        expect(net.as('alice').id).toBe(net.as('alice').id);
        expect(net.as('alice').id).not.toBe(net.as('bob').id);
    });

    it('of an unknown organization is refused', async () => {
        await using net = await start();
        expect(() => net.as('eve', { mspId: 'Org9MSP' })).toThrow(
            'the network has no organization Org9MSP; it has Org1MSP',
        );
    });

    it('calls without types what it likes', async () => {
        await using net = await start();
        const { raw } = net.as('alice');
        expect(await raw.submit('add', '{"id":"c1","color":"red","doors":4}')).toEqual(Buffer.alloc(0));
        expect(await raw.evaluate('read', 'c1')).toEqual(Buffer.from('{"color":"red","doors":4,"id":"c1"}'));
        expect(await failureOf(raw.submit('nonsense'))).toMatchObject({ code: 'UNKNOWN_TRANSACTION', status: 404 });
        expect(await failureOf(raw.submit('add', '{'))).toMatchObject({ code: 'VALIDATION_FAILED' });
    });
});

describe('private data', () => {
    const collections = [{ name: 'prices', policy: ['Org1MSP', 'Org2MSP'] }];

    it('is written to its collection, from transient data', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars], definition: { collections } });
        const transaction = await net
            .as('alice')
            .with({ transient: { price: 17n } })
            .endorse('hide', 'c1');
        expect(transaction.privateWrites).toEqual([
            { chaincode: 'chaincode', collection: 'prices', key: 'c1', value: 17, isDelete: false },
        ]);
        expect(transaction.writes).toEqual([]);
        await transaction.commit();
        expect(await net.state.privateBytes('prices', 'c1')).toEqual(Buffer.from('17'));
        expect(await net.state.all()).toEqual({});
    });
});

describe('several organizations', () => {
    const organizations = ['Org1MSP', 'Org2MSP', 'Org3MSP'];

    it('endorse what their policy needs of them', async () => {
        const endorsementPolicy = "AND('Org1MSP.member', 'Org2MSP.member')";
        await using net = await TestNetwork.start({
            contracts: [Cars],
            organizations,
            definition: { endorsementPolicy },
        });
        const bob = net.as('bob', { mspId: 'Org3MSP' });
        await bob.submit('add', CAR);
        const lonely = bob.with({ endorsingOrganizations: ['Org1MSP'] }).submit('paint', 'c1');
        expect(await failureOf(lonely)).toMatchObject({ code: 'ENDORSEMENT_POLICY_FAILURE', status: undefined });
        const unheardOf = bob.with({ endorsingOrganizations: ['Org1MSP', 'Org9MSP'] }).submit('paint', 'c1');
        expect(await failureOf(unheardOf)).toMatchObject({ code: 'NOT_ENDORSED', transaction: 'paint' });
    });

    it('have each a peer of its own, with its private data and its own getMspID', async () => {
        const chaincode: Chaincode = {
            Init: () => Promise.resolve(success()),
            async Invoke(stub) {
                const collection = `_implicit_org_${stub.getMspID()}`;
                const { fcn, params } = stub.getFunctionAndParameters();
                if (fcn === 'put') await stub.putPrivateData(collection, 'k', params[0] ?? '');
                return success(fcn === 'get' ? await stub.getPrivateData(collection, 'k') : stub.getMspID());
            },
        };
        // It is given what it keeps as an argument, which is in the block.
        await using net = await TestNetwork.start({ chaincode, organizations, traps: 'report' });
        const [alice, bob] = [net.as('alice'), net.as('bob', { mspId: 'Org2MSP' })];
        expect(String(await bob.evaluate('whose'))).toBe('Org2MSP');
        await bob.with({ endorsingOrganizations: ['Org2MSP'] }).submit('put', 'own');
        expect(String(await bob.evaluate('get'))).toBe('own');
        expect(String(await alice.evaluate('whose'))).toBe('Org1MSP');
        expect(String(await alice.evaluate('get'))).toBe('');
    });

    it('define each chaincode by its own words', async () => {
        await using net = await TestNetwork.start({
            chaincodes: { cars: { contracts: [Cars] }, garages: { contracts: [Garages] } },
            definitions: { cars: { initRequired: true } },
        });
        const alice = net.as('alice');
        await alice.chaincode('garages').submit('open', 'g1');
        const cars = alice.chaincode('cars');
        expect(await failureOf(cars.submit('add', CAR))).toMatchObject({ status: 500, code: 'REFUSED' });
        await cars.with({ isInit: true }).submit('add', CAR);
        await cars.submit('paint', 'c1');
        expect(await net.stateOf('cars').get('c1')).toMatchObject({ color: 'white' });
    });
});

describe('time', () => {
    it('stands still until it is advanced', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars], time: new Date(0) });
        const when = async (): Promise<unknown> => await net.as('alice').evaluate('whoAndWhen');
        expect(await when()).toMatchObject({ at: '1970-01-01T00:00:00.000Z' });
        net.advance(90_000);
        expect(await when()).toMatchObject({ at: '1970-01-01T00:01:30.000Z' });
        expect(net.time).toEqual(new Date(90_000));
        expect(() => {
            net.advance(-1);
        }).toThrow('whole number of milliseconds');
    });
});

describe('several', () => {
    it('contracts of one chaincode are chosen by class', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars, Garages], name: 'vehicles' });
        const alice = net.as('alice');
        await alice.submit('add', CAR);
        expect(await alice.contract(Garages).submit('open', 'g1')).toBe('g1');
        expect(await net.stateOf('vehicles').get('garage g1')).toBe('g1');
        class Boats extends Cars {}
        expect(() => alice.contract(Boats)).toThrow("chaincode 'vehicles' has no contract Boats; it has Cars, Garages");
    });

    it('chaincodes are chosen by name, and call each other', async () => {
        const chaincodes = { cars: { contracts: [Cars] }, garages: { contracts: [Garages] } } as const;
        await using net = await TestNetwork.start({ chaincodes });
        const alice = net.as('alice');
        await alice.chaincode('garages').submit('order', 'cars', CAR);
        expect(await net.stateOf('cars').get('c1')).toEqual(CAR);
        expect(await alice.chaincode('cars').evaluate('read', 'c1')).toEqual(CAR);
        expect(() => net.stateOf('boats')).toThrow("no chaincode 'boats'; it has cars, garages");
        await expect(alice.raw.submit('x')).rejects.toThrow(
            "choose one with chaincode('cars') or chaincode('garages')",
        );
    });

    it('channels have states of their own', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars], peer: { channels: ['one', 'two'] } });
        await net.as('alice').with({ channel: 'two' }).submit('add', CAR);
        expect(await net.state.all()).toEqual({});
        expect(await net.stateOf('chaincode', 'two').get('c1')).toEqual(CAR);
    });
});

describe('a start', () => {
    it('without anything to serve, or with a mistake in an option, is refused', async () => {
        await expect(TestNetwork.start({} as never)).rejects.toThrow('has nothing to serve');
        await expect(TestNetwork.start({ chaincodes: {} })).rejects.toThrow('has nothing to serve');
        const twice = { contracts: [Cars], organizations: ['A', 'B', 'A'] } as const;
        await expect(TestNetwork.start(twice)).rejects.toThrow("option 'organizations'");
        await expect(TestNetwork.start({ contracts: [Cars], time: new Date('?') })).rejects.toThrow("option 'time'");
    });

    it('with a mistake in a contract says which', async () => {
        await expect(TestNetwork.start({ contracts: [] })).rejects.toThrow('no contract');
    });
});
