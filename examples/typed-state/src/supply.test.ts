import '@heddle/testing/jest';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Lot, LotSold, Supply, Terms } from './supply';

const day = (of: number): Date => new Date(Date.UTC(2026, 0, of));
const lot = (number: number, more: Partial<Lot> = {}): Lot =>
    Object.assign(new Lot(), {
        farm: 'f1',
        number,
        holder: 'farm',
        state: 'ripe',
        harvested: day(number),
        seal: `s${number}`,
        ...more,
    });

describe('the supply chain', () => {
    let net: TestNetwork<{ readonly contracts: readonly [typeof Supply] }>;
    let farm: TestClient<Supply>;

    beforeEach(async () => {
        net = await TestNetwork.start({
            contracts: [Supply],
            organizations: ['FarmMSP', 'MillMSP', 'ShopMSP'],
            seed: [1, 2, 3].map((number) => lot(number)),
        });
        farm = net.as('ann');
    });
    afterEach(() => net.close());

    it('offers a lot once, and each seal once', async () => {
        await expect(farm.submit('offer', lot(4))).toHaveStored(Lot, lot(4));
        await expect(farm.submit('offer', lot(4, { seal: 'other' }))).toBeRefusedWith('LOT_EXISTS');
        await expect(farm.submit('offer', lot(5, { seal: 's1' }))).toBeRefusedWith('LOT_EXISTS', 'same seal');
        expect(await farm.evaluate('sealedBy', 's4')).toBe('f1 4');
    });

    it('sells a lot once', async () => {
        const sale = farm.submit('sell', 'f1', 2, 'mill');
        await expect(sale).toHaveEmitted(LotSold, { farm: 'f1', number: 2, buyer: 'mill' });
        expect(await sale).toEqual(lot(2, { holder: 'mill', state: 'sold' }));
        await expect(farm.submit('sell', 'f1', 2, 'shop')).toBeRefusedWith('LOT_SOLD', 'belongs to mill');
        await expect(farm.submit('sell', 'f1', 9, 'shop')).toBeRefusedWith('LOT_NOT_FOUND');
    });

    it('lists what is ripe, the latest first, in pages', async () => {
        await net.state.of(Lot).seed(Array.from({ length: 25 }, (_, index) => lot(index + 1)));
        const first = await farm.evaluate('ripe', 'farm', day(25));
        expect(first.rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => 24 - index));
        const second = await farm.evaluate('ripe', 'farm', day(25), first.next);
        expect([second.rows.map(({ number }) => number), second.next]).toEqual([[4, 3, 2, 1], undefined]);
    });

    it('withdraws a lot with all of its entries', async () => {
        await expect(farm.submit('withdraw', 'f1', 1)).toHaveRemoved(Lot, { farm: 'f1', number: 1 });
        expect(await farm.evaluate('sealedBy', 's1')).toBe('');
    });

    it('keeps terms among members, and lets everybody compare them', async () => {
        const terms = { farm: 'f1', number: 4, price: 500n, salt: 'x'.repeat(32) };
        const transient = { terms: JSON.stringify({ ...terms, price: '500' }) };
        await farm.with({ transient, endorsingOrganizations: ['FarmMSP', 'MillMSP'] }).submit('offer', lot(4));
        expect(await net.state.of(Terms).all()).toEqual([terms]);
        const shop = net.as('sam', { mspId: 'ShopMSP' });
        expect(await shop.evaluate('agreed', terms)).toBe(true);
        expect(await shop.evaluate('agreed', { ...terms, price: 501n })).toBe(false);
    });
});
