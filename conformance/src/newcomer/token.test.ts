import '@heddle/testing/jest';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Token, Transferred } from './token';

describe('a token with allowances and roles', () => {
    let net: TestNetwork<{ readonly contracts: readonly [typeof Token] }>;
    let minter: TestClient<Token>;
    let ann: TestClient<Token>;
    let bob: TestClient<Token>;
    let [annId, bobId] = ['', ''];

    beforeEach(async () => {
        net = await TestNetwork.start({ contracts: [Token] });
        minter = net.as('max', { attributes: { role: 'minter' } });
        [ann, bob] = [net.as('ann'), net.as('bob')];
        [annId, bobId] = [await ann.evaluate('whoAmI'), await bob.evaluate('whoAmI')];
        await minter.submit('mint', annId, 100n);
    });
    afterEach(() => net.close());

    it('is made by minters alone', async () => {
        await expect(ann.submit('mint', annId, 1n)).toBeRefusedWith('ACCESS_DENIED', 'attribute role=minter');
        await expect(minter.submit('mint', bobId, 0n)).toBeRefusedWith('AMOUNT_NOT_POSITIVE');
        expect(await bob.evaluate('balanceOf', annId)).toBe(100n);
    });

    it('is given to others, and to oneself', async () => {
        const sent = ann.submit('transfer', bobId, 40n);
        await expect(sent).toHaveEmitted(Transferred, { from: annId, to: bobId, amount: 40n });
        await ann.submit('transfer', annId, 60n);
        await expect(ann.submit('transfer', bobId, 61n)).toBeRefusedWith('INSUFFICIENT_FUNDS', 'balance is 60');
        expect([await ann.evaluate('balanceOf', annId), await ann.evaluate('balanceOf', bobId)]).toEqual([60n, 40n]);
    });

    it('is moved by others as far as the owner allows it', async () => {
        await ann.submit('approve', bobId, 30n);
        await bob.submit('transferFrom', annId, bobId, 20n);
        expect(await bob.evaluate('allowance', annId, bobId)).toBe(10n);
        await expect(bob.submit('transferFrom', annId, bobId, 11n)).toBeRefusedWith('INSUFFICIENT_ALLOWANCE');
        await expect(minter.submit('transferFrom', annId, bobId, 1n)).toBeRefusedWith('INSUFFICIENT_ALLOWANCE');
        await ann.submit('approve', bobId, 500n);
        await expect(bob.submit('transferFrom', annId, bobId, 81n)).toBeRefusedWith('INSUFFICIENT_FUNDS');
        expect(await bob.evaluate('allowance', annId, bobId)).toBe(500n);
    });

    it('never goes the other way', async () => {
        await ann.submit('approve', bobId, 30n);
        await expect(ann.submit('transfer', bobId, -1n)).toBeRefusedWith('AMOUNT_NOT_POSITIVE');
        await expect(bob.submit('transferFrom', annId, bobId, -1n)).toBeRefusedWith('AMOUNT_NOT_POSITIVE');
    });
});
