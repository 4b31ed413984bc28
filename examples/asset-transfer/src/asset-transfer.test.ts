import '@heddle/testing/jest';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Asset } from './asset';
import { AssetCreated, AssetTransferred } from './asset-events';
import { AssetTransfer } from './asset-transfer';

const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 } as const;

describe('asset transfer', () => {
    let net: TestNetwork<{ contracts: readonly [typeof AssetTransfer] }>;
    let alice: TestClient<AssetTransfer>;

    beforeEach(async () => {
        net = await TestNetwork.start({ contracts: [AssetTransfer], time: new Date('2026-01-01T00:00:00Z') });
        alice = net.as('alice');
    });

    afterEach(() => net.close());

    describe('createAsset', () => {
        it('writes the asset and tells of it', async () => {
            const created = alice.submit('createAsset', RED);
            await expect(created).toHaveStored(Asset, RED);
            await expect(created).toHaveEmitted(AssetCreated, { id: 'a1', owner: 'ann' });
            expect(await net.state.of(Asset).all()).toEqual([RED]);
        });

        it('refuses an id that is taken', async () => {
            await alice.submit('createAsset', RED);
            await expect(alice.submit('createAsset', { ...RED, size: 6 })).toBeRefusedWith('ASSET_EXISTS', 'asset(a1)');
            expect(await net.state.of(Asset).get('a1')).toEqual(RED);
        });

        it.each([
            ['id', ''],
            ['id', 'x'.repeat(65)],
            ['color', 'pink'],
            ['size', 0],
            ['size', 1.5],
            ['owner', ''],
            ['appraisedValue', -1],
            ['appraisedValue', '300'],
            ['unheardOf', true],
        ])('refuses an asset whose %s is %p', async (name, value) => {
            const asset = JSON.stringify({ ...RED, [name]: value });
            await expect(alice.raw.submit('createAsset', asset)).toBeRefusedWith('VALIDATION_FAILED', `asset.${name}`);
        });
    });

    describe('updateAsset', () => {
        it('writes the asset anew, and tells of nothing', async () => {
            await alice.submit('createAsset', RED);
            const update = alice.submit('updateAsset', { ...RED, color: 'blue' });
            await expect(update).not.toHaveEmitted(AssetCreated);
            expect(await net.state.of(Asset).get('a1')).toEqual({ ...RED, color: 'blue' });
        });

        it('refuses an asset that does not exist', async () => {
            await expect(alice.submit('updateAsset', RED)).toBeRefusedWith('ASSET_NOT_FOUND', 'asset(a1)');
        });
    });

    describe('transferAsset', () => {
        it('changes the owner, answers the one before, and tells of both', async () => {
            await alice.submit('createAsset', RED);
            const transfer = alice.submit('transferAsset', 'a1', 'bob');
            await expect(transfer).toHaveEmitted(AssetTransferred, { id: 'a1', from: 'ann', to: 'bob' });
            expect(await transfer).toBe('ann');
            expect(await alice.evaluate('readAsset', 'a1')).toEqual({ ...RED, owner: 'bob' });
        });

        it('refuses an unknown asset, and an owner without a name', async () => {
            await expect(alice.submit('transferAsset', 'a1', 'bob')).toBeRefusedWith('ASSET_NOT_FOUND');
            await expect(alice.submit('transferAsset', 'a1', '')).toBeRefusedWith('VALIDATION_FAILED', 'newOwner');
        });

        it('of two at the same time only the first one counts', async () => {
            await alice.submit('createAsset', RED);
            const toBob = await alice.endorse('transferAsset', 'a1', 'bob');
            const toCarol = await net.as('carol').endorse('transferAsset', 'a1', 'carol');
            await toBob.commit();
            await expect(toCarol.commit()).toBeRefusedWith('MVCC_READ_CONFLICT');
            expect(await alice.evaluate('readAsset', 'a1')).toMatchObject({ owner: 'bob' });
        });
    });

    describe('deleteAsset', () => {
        it('deletes the asset', async () => {
            await alice.submit('createAsset', RED);
            await expect(alice.submit('deleteAsset', 'a1')).toHaveRemoved(Asset, 'a1');
            expect(await net.state.of(Asset).all()).toEqual([]);
        });

        it('refuses an asset that does not exist', async () => {
            await expect(alice.submit('deleteAsset', 'a1')).toBeRefusedWith('ASSET_NOT_FOUND');
        });
    });

    describe('readAsset', () => {
        it('answers an asset, and refuses an unknown id', async () => {
            await alice.submit('createAsset', RED);
            expect(await alice.evaluate('readAsset', 'a1')).toBeInstanceOf(Asset);
            await expect(alice.evaluate('readAsset', 'a2')).toBeRefusedWith('ASSET_NOT_FOUND', 'asset(a2)');
        });
    });

    describe('listAssets', () => {
        it('answers pages in the order of ids, and no bookmark on the last one', async () => {
            for (const id of ['a3', 'a1', 'a2']) await alice.submit('createAsset', { ...RED, id });
            const first = await alice.evaluate('listAssets', 2);
            expect(first.rows.map(({ id }) => id)).toEqual(['a1', 'a2']);
            const second = await alice.evaluate('listAssets', 2, first.next ?? '');
            expect([second.rows.map(({ id }) => id), second.next]).toEqual([['a3'], undefined]);
        });

        it.each([0, 1001, 1.5])('refuses pages of %p', async (size) => {
            await expect(alice.evaluate('listAssets', size)).toBeRefusedWith('PAGE_SIZE');
        });
    });

    describe('assetsOf', () => {
        it('answers what an owner has, also after a transfer', async () => {
            await net.state.of(Asset).seed([RED, { ...RED, id: 'a2', owner: 'bob' }, { ...RED, id: 'a3' }]);
            await alice.submit('transferAsset', 'a3', 'bob');
            expect((await alice.evaluate('assetsOf', 'bob')).map(({ id }) => id)).toEqual(['a2', 'a3']);
        });
    });

    describe('assetHistory', () => {
        it('answers what the asset was, the newest first', async () => {
            await alice.submit('createAsset', RED);
            await alice.submit('transferAsset', 'a1', 'bob');
            await alice.submit('deleteAsset', 'a1');
            const [created, transferred, deleted] = net.transactions.map(({ txId }) => txId);
            expect(await alice.evaluate('assetHistory', 'a1')).toEqual([
                { txId: deleted, at: net.time },
                { txId: transferred, at: net.time, asset: { ...RED, owner: 'bob' } },
                { txId: created, at: net.time, asset: RED },
            ]);
        });

        it('of an unknown asset is empty', async () => {
            expect(await alice.evaluate('assetHistory', 'a1')).toEqual([]);
        });
    });
});
