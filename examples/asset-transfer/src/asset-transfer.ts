import { Check, Context, Contract, ContractError, Evaluate, Info, Returns, Transaction } from '@heddle/contract';
import { IsInt, Length, Max, Min } from 'class-validator';
import { Asset } from './asset';
import { AssetPage, AssetVersion } from './asset-views';

@Info({
    title: 'Asset transfer',
    description: 'Assets and who owns them',
    version: '1.0.0',
    license: { name: 'Apache-2.0' },
})
export class AssetTransfer extends Contract {
    @Transaction()
    async createAsset(ctx: Context, asset: Asset): Promise<void> {
        if (await ctx.stub.exists(asset.id)) {
            throw new ContractError('ASSET_EXISTS', `asset ${asset.id} exists already`, { status: 409 });
        }
        await this.#put(ctx, asset);
        ctx.stub.setEvent('AssetCreated', ctx.serialize({ id: asset.id, owner: asset.owner }));
    }

    @Transaction()
    async updateAsset(ctx: Context, asset: Asset): Promise<void> {
        await this.readAsset(ctx, asset.id);
        await this.#put(ctx, asset);
    }

    /** Answers the previous owner. */
    @Transaction()
    async transferAsset(ctx: Context, id: string, @Check(Length(1, 64)) newOwner: string): Promise<string> {
        const asset = await this.readAsset(ctx, id);
        const previousOwner = asset.owner;
        await this.#put(ctx, Object.assign(asset, { owner: newOwner }));
        ctx.stub.setEvent('AssetTransferred', ctx.serialize({ id, from: previousOwner, to: newOwner }));
        return previousOwner;
    }

    @Transaction()
    async deleteAsset(ctx: Context, id: string): Promise<void> {
        await this.readAsset(ctx, id);
        await ctx.stub.deleteState(id);
    }

    @Evaluate()
    @Returns(Asset)
    async readAsset(ctx: Context, id: string): Promise<Asset> {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length === 0)
            throw new ContractError('ASSET_NOT_FOUND', `no asset has the id ${id}`, { status: 404 });
        return ctx.deserialize(Asset, bytes);
    }

    /** One page of all assets; its bookmark asks for the next one, and is empty on the last. */
    @Evaluate()
    @Returns(AssetPage)
    async listAssets(
        ctx: Context,
        @Check(IsInt(), Min(1), Max(1000)) pageSize: number,
        bookmark: string = '',
    ): Promise<AssetPage> {
        const { iterator, metadata } = await ctx.stub.getStateByRangeWithPagination('', '', pageSize, bookmark);
        const assets: Asset[] = [];
        for await (const { value } of iterator) assets.push(ctx.deserialize(Asset, value));
        return { assets, bookmark: metadata.bookmark };
    }

    /** All versions of the asset, the newest first. */
    @Evaluate()
    @Returns([AssetVersion])
    async assetHistory(ctx: Context, id: string): Promise<AssetVersion[]> {
        const versions: AssetVersion[] = [];
        for await (const { txId, isDelete, value } of ctx.stub.getHistoryForKey(id)) {
            versions.push(isDelete ? { txId, isDelete } : { txId, isDelete, asset: ctx.deserialize(Asset, value) });
        }
        return versions;
    }

    async #put(ctx: Context, asset: Asset): Promise<void> {
        await ctx.stub.putState(asset.id, ctx.serialize(asset));
    }
}
