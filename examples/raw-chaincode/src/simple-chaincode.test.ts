import '@heddle/testing/jest';
import { TestNetwork } from '@heddle/testing';
import { describe, expect, it } from '@jest/globals';
import { SimpleChaincode } from './simple-chaincode';

async function withAccounts(): Promise<TestNetwork<{ readonly chaincode: typeof SimpleChaincode }>> {
    const net = await TestNetwork.start({ chaincode: SimpleChaincode });
    await net.as('alice').submit('open', 'ann', '10', 'bob', '0');
    return net;
}

describe('the simple chaincode', () => {
    it('opens accounts', async () => {
        await using net = await withAccounts();
        expect(await net.state.all()).toEqual({ ann: 10, bob: 0 });
    });

    it('moves money', async () => {
        await using net = await withAccounts();
        const alice = net.as('alice');
        await expect(alice.submit('pay', 'ann', 'bob', '3')).toHaveWritten('bob', 3);
        expect((await alice.evaluate('balance', 'ann')).toString()).toBe('7');
    });

    it.each([
        ['more than there is', ['ann', 'bob', '11'], 'ann cannot pay 11'],
        ['nothing', ['ann', 'bob', '0'], "'0' is no amount"],
        ['what is no number', ['ann', 'bob', 'x'], "'x' is no amount"],
        ['from nobody', ['eve', 'bob', '1'], 'eve cannot pay 1'],
    ])('refuses to pay %s', async (_, args, message) => {
        await using net = await withAccounts();
        await expect(net.as('alice').submit('pay', ...args)).toBeRefusedWith('REFUSED', message);
        expect(await net.state.all()).toEqual({ ann: 10, bob: 0 });
    });

    it('refuses unknown accounts and functions', async () => {
        await using net = await withAccounts();
        const alice = net.as('alice');
        await expect(alice.evaluate('balance', 'eve')).toBeRefusedWith('REFUSED', 'there is no account eve');
        await expect(alice.submit('close')).toBeRefusedWith('REFUSED', 'there is no function close');
    });

    it('takes one of two payments at the same time', async () => {
        await using net = await withAccounts();
        const first = await net.as('alice').endorse('pay', 'ann', 'bob', '10');
        const second = await net.as('alice').endorse('pay', 'ann', 'bob', '10');
        expect(await net.commit(first, second)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    });
});
