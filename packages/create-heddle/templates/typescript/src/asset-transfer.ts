import { Check, Context, Contract, Declares, Evaluate, failure, Length, Returns, Transaction } from '@heddle/contract';
import { Asset } from './asset';
import { AssetTransferred } from './asset-events';

export const SameOwner = failure('SAME_OWNER', { message: (owner: string) => `${owner} has the asset already` });

@Declares(Asset, AssetTransferred, SameOwner)
export class AssetTransfer extends Contract {
    @Transaction()
    async createAsset(ctx: Context, asset: Asset): Promise<void> {
        await ctx.state(Asset).create(asset);
    }

    /** Answers the previous owner. */
    @Transaction()
    @Returns(String)
    async transferAsset(ctx: Context, id: string, @Check(Length(1, 64)) newOwner: string): Promise<string> {
        const { owner: from } = await ctx.state(Asset).getOrThrow(id);
        if (from === newOwner) throw SameOwner(from);
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

    /** What an owner has. */
    @Evaluate()
    @Returns([Asset])
    assetsOf(ctx: Context, owner: string): Promise<Asset[]> {
        return ctx.state(Asset).findBy('byOwner', { owner }).take(100);
    }
}
