import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from './index';
import { CAR, Cars } from './testing/contracts';

const COLLECTIONS = [{ name: 'prices', policy: ['Org1MSP'] }];

function start(): Promise<TestNetwork<{ contracts: readonly [typeof Cars] }>> {
    return TestNetwork.start({ contracts: [Cars], definition: { collections: COLLECTIONS } });
}

describe('a test network that goes back to a mark', () => {
    it('has the state, the private data, the history and the height that it had', async () => {
        await using net = await start();
        const ann = net.as('ann');
        await ann.submit('add', CAR);
        const mark = await net.mark();
        const before = { all: await net.state.all(), height: await net.peer.height() };
        await ann.submit('paint', 'c1', 'blue');
        await ann.with({ transient: { price: '7' } }).submit('hide', 'c1');
        await ann.submit('scrap', 'c1');
        await net.revert(mark);
        expect({ all: await net.state.all(), height: await net.peer.height() }).toEqual(before);
        expect(await net.state.privateBytes('prices', 'c1')).toBeUndefined();
        expect(await net.peer.history({ chaincode: 'chaincode', key: 'c1' })).toHaveLength(1);
        expect(await ann.evaluate('read', 'c1')).toEqual(CAR);
    });

    it('has the events, the transactions and the time that it had', async () => {
        await using net = await start();
        await net.as('ann').submit('add', CAR);
        const mark = await net.mark();
        const before = { events: net.events, names: net.transactions.map(({ name }) => name), time: net.time };
        net.advance(1000);
        await net.as('ann').submit('add', { ...CAR, id: 'c2' });
        expect(net.events).toHaveLength(2);
        await net.revert(mark);
        expect({
            events: net.events,
            names: net.transactions.map(({ name }) => name),
            time: net.time,
        }).toEqual(before);
    });

    it('may do so as often as it likes', async () => {
        await using net = await start();
        const mark = await net.mark();
        for (let round = 0; round < 3; round++) {
            await net.as('ann').submit('add', CAR);
            await net.revert(mark);
            expect(await net.state.all()).toEqual({});
        }
    });

    it('forgets the marks that were taken later', async () => {
        await using net = await start();
        const first = await net.mark();
        await net.as('ann').submit('add', CAR);
        const second = await net.mark();
        await net.revert(first);
        await expect(net.revert(second)).rejects.toMatchObject({ code: 'MARK_GONE' });
    });

    it('judges what was under way by the ledger that it meets', async () => {
        await using net = await start();
        const ann = net.as('ann');
        const mark = await net.mark();
        await ann.submit('add', CAR);
        const [paint, add] = [ann.submit('paint', 'c1', 'blue'), ann.submit('add', { ...CAR, id: 'c2' })];
        await net.revert(mark);
        await expect(paint).rejects.toMatchObject({ code: 'MVCC_READ_CONFLICT' });
        await add;
        expect(await net.state.all()).toEqual({ 'color(red, c2)': true, c2: { ...CAR, id: 'c2' } });
        expect(net.events.map(({ payload }) => payload)).toEqual([{ id: 'c2' }]);
    });

    it('takes what was endorsed before, and has nothing to say against it', async () => {
        await using net = await start();
        const ann = net.as('ann');
        const early = await ann.endorse('add', CAR);
        const mark = await net.mark();
        await early.commit();
        await net.revert(mark);
        await early.commit();
        expect(await ann.evaluate('read', 'c1')).toEqual(CAR);
    });

    it('refuses what has read blocks that are undone, even where the versions are the same', async () => {
        await using net = await start();
        const ann = net.as('ann');
        const mark = await net.mark();
        await ann.submit('add', CAR);
        const late = await ann.endorse('paint', 'c1', 'blue');
        await net.revert(mark);
        await ann.submit('add', { ...CAR, doors: 2 });
        await expect(late.commit()).rejects.toMatchObject({ code: 'MVCC_READ_CONFLICT' });
        expect(await ann.evaluate('read', 'c1')).toEqual({ ...CAR, doors: 2 });
    });
});
