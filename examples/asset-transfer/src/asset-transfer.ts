import {
    Check,
    Context,
    Contract,
    Declares,
    Evaluate,
    Info,
    Length,
    Page,
    Returns,
    Transaction,
} from '@heddle/contract';
import { Asset } from './asset';
import { AssetCreated, AssetTransferred } from './asset-events';
import { AssetVersion } from './asset-version';

@Info({
    title: 'Asset transfer',
    description: 'Assets and who owns them',
    version: '1.0.0',
    license: { name: 'Apache-2.0' },
})
@Declares(Asset, AssetCreated, AssetTransferred)
export class AssetTransfer extends Contract {
    @Transaction()
    async createAsset(ctx: Context, asset: Asset): Promise<void> {
        await ctx.state(Asset).create(asset);
        ctx.emit(AssetCreated, { id: asset.id, owner: asset.owner });
    }

    @Transaction()
    async updateAsset(ctx: Context, asset: Asset): Promise<void> {
        const { id, ...fields } = asset;
        await ctx.state(Asset).update(id, fields);
    }

    /** Answers the previous owner. */
    @Transaction()
    @Returns(String)
    async transferAsset(ctx: Context, id: string, @Check(Length(1, 64)) newOwner: string): Promise<string> {
        const { owner: from } = await ctx.state(Asset).getOrThrow(id);
        await ctx.state(Asset).update(id, { owner: newOwner });
        ctx.emit(AssetTransferred, { id, from, to: newOwner });
        return from;
    }

    @Transaction()
    async deleteAsset(ctx: Context, id: string): Promise<void> {
        await ctx.state(Asset).delete(id);
    }

    @Evaluate()
    @Returns(Asset)
    readAsset(ctx: Context, id: string): Promise<Asset> {
        return ctx.state(Asset).getOrThrow(id);
    }

    /** One page of all assets; `next` is the bookmark of the one behind it, and is absent on the last. */
    @Evaluate()
    @Returns({ class: Page, fields: { rows: [Asset] } })
    listAssets(ctx: Context, pageSize: number, bookmark: string = ''): Promise<Page<Asset>> {
        return ctx.state(Asset).find().page(pageSize, bookmark);
    }

    /** What an owner has. */
    @Evaluate()
    @Returns([Asset])
    assetsOf(ctx: Context, owner: string): Promise<Asset[]> {
        return ctx.state(Asset).findBy('byOwner', { owner }).take(1000);
    }

    /** All versions of the asset, the newest first. */
    @Evaluate()
    @Returns([AssetVersion])
    async assetHistory(ctx: Context, id: string): Promise<AssetVersion[]> {
        const versions: AssetVersion[] = [];
        for await (const { txId, at, row: asset } of ctx.state(Asset).history(id)) versions.push({ txId, at, asset });
        return versions;
    }
}
