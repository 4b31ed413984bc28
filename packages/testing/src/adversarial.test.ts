import { FABRIC_2_5 } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from './index';
import { CAR, Cars } from './testing/contracts';

describe('a test network', () => {
    it('closes twice, and refuses what comes after', async () => {
        const net = await TestNetwork.start({ contracts: [Cars] });
        await Promise.all([net.close(), net.close()]);
        await expect(net.as('alice').submit('add', CAR)).rejects.toThrow('the local peer is closed');
    });

    it('closes while transactions are under way, and leaves none waiting', async () => {
        const net = await TestNetwork.start({ contracts: [Cars] });
        const running = Array.from({ length: 5 }, (_, index) =>
            net.as('alice').submit('add', { ...CAR, id: `c${index}` }),
        );
        const settling = Promise.allSettled(running);
        await net.close();
        expect(await settling).toHaveLength(5);
    });

    it('sees many transactions at the same time as deterministic, one by one on the ledger', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars] });
        const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
        await Promise.all(ids.map((id) => net.as('alice').submit('add', { ...CAR, id })));
        await Promise.all(ids.map((id) => net.as('bob').submit('paint', id, 'blue')));
        expect(await net.as('alice').submit('countCars')).toBe(30);
        expect(await net.peer.height()).toBe(62n);
    });

    it('lives beside others in one process', async () => {
        await using one = await TestNetwork.start({ contracts: [Cars] });
        await using other = await TestNetwork.start({ contracts: [Cars] });
        await one.as('alice').submit('add', CAR);
        expect(await other.state.all()).toEqual({});
    });

    it('behaves as an older peer where it is told to', async () => {
        await using net = await TestNetwork.start({ contracts: [Cars], peer: { capabilities: FABRIC_2_5 } });
        await net.as('alice').submit('add', CAR);
        expect(await net.as('alice').evaluate('read', 'c1')).toEqual(CAR);
    });
});
