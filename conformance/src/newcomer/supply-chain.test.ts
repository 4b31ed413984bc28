import '@heddle/testing/jest';
import { type CallOptions, type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Received, SupplyChain } from './supply-chain';

const AGREEMENT = { id: 's1', price: 1200n, salt: '5f1de2c09b7a44d8' };
const TRANSIENT = { agreement: JSON.stringify({ ...AGREEMENT, price: '1200' }) };

describe('a supply chain with private details', () => {
    let net: TestNetwork<{ readonly contracts: readonly [typeof SupplyChain] }>;

    beforeEach(async () => {
        net = await TestNetwork.start({
            contracts: [SupplyChain],
            organizations: ['FarmMSP', 'MillMSP', 'ShopMSP'],
        });
    });
    afterEach(() => net.close());

    function sender(mspId: string, options: CallOptions = {}): TestClient<SupplyChain> {
        return net.as('sue', { mspId, attributes: { role: 'sender' } }).with(options);
    }

    /** At the peer of the organization itself. */
    function at(mspId: string, transient: Readonly<Record<string, string>> = {}): TestClient<SupplyChain> {
        return net.as('ann', { mspId }).with({ endorsingOrganizations: [mspId], transient });
    }

    it('is sent by senders, and received by whom it is for, once', async () => {
        await expect(at('FarmMSP').submit('send', 's1', 'MillMSP')).toBeRefusedWith('ACCESS_DENIED', 'role=sender');
        await sender('FarmMSP').submit('send', 's1', 'MillMSP');
        await expect(sender('FarmMSP').submit('send', 's1', 'MillMSP')).toBeRefusedWith('SHIPMENT_EXISTS');
        const [mill, shop] = [net.as('max', { mspId: 'MillMSP' }), net.as('sam', { mspId: 'ShopMSP' })];
        await expect(shop.submit('receive', 's1')).toBeRefusedWith('NOT_FOR_YOU');
        await expect(mill.submit('receive', 's1')).toHaveEmitted(Received, { id: 's1', by: 'MillMSP' });
        await expect(mill.submit('receive', 's1')).toBeRefusedWith('NOT_FOR_YOU');
        expect(await shop.evaluate('heldBy', 'MillMSP')).toMatchObject([{ id: 's1', state: 'received' }]);
    });

    it('shows what was agreed to farm and mill, and lets everybody compare it', async () => {
        const options = { transient: TRANSIENT, endorsingOrganizations: ['FarmMSP', 'MillMSP'] };
        await sender('FarmMSP', options).submit('send', 's1', 'MillMSP');
        expect(await at('MillMSP').evaluate('agreementOn', 's1')).toEqual(AGREEMENT);
        await expect(at('ShopMSP').evaluate('agreementOn', 's1')).toBeRefusedWith('PEER_ERROR');
        expect(await at('ShopMSP').evaluate('agreed', AGREEMENT)).toBe(true);
        expect(await at('ShopMSP').evaluate('agreed', { ...AGREEMENT, price: 1300n })).toBe(false);
        const [sent] = net.transactions;
        expect(Buffer.from(sent?.endorsed.envelope ?? []).includes(AGREEMENT.salt)).toBe(false);
    });

    it('keeps what an organization notes with that organization', async () => {
        await at('FarmMSP', { note: 'wet' }).submit('note', 's1');
        await at('MillMSP', { note: 'late' }).submit('note', 's1');
        expect(await at('FarmMSP').evaluate('noteOf', 's1')).toBe('wet');
        expect(await at('MillMSP').evaluate('noteOf', 's1')).toBe('late');
        expect(await at('ShopMSP').evaluate('noteOf', 's1')).toBe('');
        await expect(at('ShopMSP').submit('note', 's1')).toBeRefusedWith('NO_NOTE');
    });
});
