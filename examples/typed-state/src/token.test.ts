import '@heddle/testing/jest';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Balance, Minted, Token, Transferred } from './token';

describe('the token', () => {
    let net: TestNetwork<{ readonly contracts: readonly [typeof Token] }>;
    let ann: TestClient<Token>;
    let [annId, bobId] = ['', ''];

    beforeEach(async () => {
        net = await TestNetwork.start({ contracts: [Token] });
        ann = net.as('ann');
        annId = await ann.evaluate('myId');
        bobId = await net.as('bob').evaluate('myId');
        await net.state.of(Balance).seed([{ owner: annId, amount: 10n }]);
    });
    afterEach(() => net.close());

    it('moves an amount, and tells of it', async () => {
        const transfer = ann.submit('transfer', bobId, 4n);
        await expect(transfer).toHaveStored(Balance, { owner: annId, amount: 6n });
        await expect(transfer).toHaveStored(Balance, { owner: bobId, amount: 4n });
        await expect(transfer).toHaveEmitted(Transferred, { from: annId, to: bobId, amount: 4n });
        expect(net.events.map(({ name }) => name)).toEqual(['Transferred']);
    });

    it('keeps the balance in a transfer to oneself', async () => {
        await ann.submit('transfer', annId, 4n);
        expect(await ann.evaluate('balanceOf', annId)).toBe(10n);
    });

    it('refuses what is not there', async () => {
        await expect(ann.submit('transfer', bobId, 11n)).toBeRefusedWith('INSUFFICIENT_FUNDS', 'the balance is 10');
        await expect(ann.submit('transfer', bobId, 0n)).toBeRefusedWith('AMOUNT_NOT_POSITIVE');
        await expect(net.as('bob').submit('transfer', annId, 1n)).toBeRefusedWith(
            'INSUFFICIENT_FUNDS',
            'the balance is 0',
        );
    });

    it('shares among several, with an event of each, or not at all', async () => {
        await ann.submit('share', 3n, bobId, annId, 'carol');
        expect(net.events.map(({ payload }) => payload)).toEqual([
            { from: annId, to: bobId, amount: '3' },
            { from: annId, to: annId, amount: '3' },
            { from: annId, to: 'carol', amount: '3' },
        ]);
        await expect(ann.submit('share', 3n, bobId, 'dave')).toBeRefusedWith('INSUFFICIENT_FUNDS', 'the balance is 1');
        expect((await net.state.of(Balance).all()).map(({ amount }) => amount).sort()).toEqual([3n, 3n, 4n]);
    });

    it('is minted', async () => {
        await expect(ann.submit('mint', 5n)).toHaveEmitted(Minted, { to: annId, amount: 5n });
        expect(await net.state.of(Balance).get(annId)).toEqual({ owner: annId, amount: 15n });
    });
});
