import { type Context, Contract, IsInt, IsNumber, IsPositive, IsString, Length, Transaction } from '@heddle/contract';

/** What the ledger keeps under an asset's id. */
class StoredAsset {
    @IsString() @Length(1, 64) id!: string;
    @IsString() color!: string;
    @IsInt() @IsPositive() size!: number;
    @IsString() @Length(1, 64) owner!: string;
    @IsNumber() value!: number;
}

/** Assets as the samples of Fabric have them, for what is measured behind a real peer. */
export class AssetTransfer extends Contract {
    @Transaction()
    async createAsset(ctx: Context, asset: StoredAsset): Promise<void> {
        const before = await ctx.stub.getState(asset.id);
        if (before.length > 0) throw new Error(`the asset ${asset.id} already exists`);
        await ctx.stub.putState(asset.id, ctx.serialize(asset));
    }

    @Transaction()
    readAsset(ctx: Context, id: string): Promise<StoredAsset> {
        return read(ctx, id);
    }

    @Transaction()
    async transferAsset(ctx: Context, id: string, owner: string): Promise<string> {
        const asset = await read(ctx, id);
        const before = asset.owner;
        asset.owner = owner;
        await ctx.stub.putState(id, ctx.serialize(asset));
        return before;
    }
}

async function read(ctx: Context, id: string): Promise<StoredAsset> {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) throw new Error(`the asset ${id} does not exist`);
    return ctx.deserialize(StoredAsset, bytes);
}
