require('@heddle/testing/jest');
const { TestNetwork } = require('@heddle/testing');
const { afterEach, beforeEach, describe, expect, it } = require('@jest/globals');
const { Asset } = require('./asset');
const { AssetTransferred } = require('./asset-events');
const { AssetTransfer } = require('./asset-transfer');

const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann' };

describe('asset transfer', () => {
    let net;
    let alice;

    beforeEach(async () => {
        net = await TestNetwork.start({ contracts: [AssetTransfer] });
        alice = net.as('alice');
    });

    afterEach(() => net.close());

    it('creates an asset, once', async () => {
        await expect(alice.submit('createAsset', RED)).toHaveStored(Asset, RED);
        await expect(alice.submit('createAsset', RED)).toBeRefusedWith('ASSET_EXISTS', 'asset(a1)');
    });

    it.each([
        ['color', 'pink'],
        ['size', 0],
        ['owner', ''],
        ['unheardOf', true],
    ])('refuses an asset whose %s is %p', async (name, value) => {
        const asset = JSON.stringify({ ...RED, [name]: value });
        await expect(alice.raw.submit('createAsset', asset)).toBeRefusedWith('VALIDATION_FAILED', `asset.${name}`);
    });

    it('transfers an asset, answers the owner before, and tells of both', async () => {
        await alice.submit('createAsset', RED);
        const transfer = alice.submit('transferAsset', 'a1', 'bob');
        await expect(transfer).toHaveEmitted(AssetTransferred, { id: 'a1', from: 'ann', to: 'bob' });
        expect(await transfer).toBe('ann');
        expect(await alice.evaluate('readAsset', 'a1')).toEqual({ ...RED, owner: 'bob' });
        await expect(alice.submit('transferAsset', 'a1', 'bob')).toBeRefusedWith('SAME_OWNER');
        await expect(alice.submit('transferAsset', 'a1', '')).toBeRefusedWith('VALIDATION_FAILED', 'newOwner');
    });

    it('lets the first of two transfers at the same time count', async () => {
        await alice.submit('createAsset', RED);
        const toBob = await alice.endorse('transferAsset', 'a1', 'bob');
        const toCarol = await net.as('carol').endorse('transferAsset', 'a1', 'carol');
        await toBob.commit();
        await expect(toCarol.commit()).toBeRefusedWith('MVCC_READ_CONFLICT');
    });

    it('deletes an asset', async () => {
        await alice.submit('createAsset', RED);
        await expect(alice.submit('deleteAsset', 'a1')).toHaveRemoved(Asset, 'a1');
        await expect(alice.evaluate('readAsset', 'a1')).toBeRefusedWith('ASSET_NOT_FOUND', 'asset(a1)');
    });

    it('finds what an owner has', async () => {
        await net.state.of(Asset).seed([RED, { ...RED, id: 'a2', owner: 'bob' }, { ...RED, id: 'a3' }]);
        expect((await alice.evaluate('assetsOf', 'ann')).map(({ id }) => id)).toEqual(['a1', 'a3']);
    });
});
