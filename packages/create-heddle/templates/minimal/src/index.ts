import { Context, Contract, Declares, entity, Evaluate, Returns, Transaction } from '@heddle/contract';
import { IsIn, IsInt, IsPositive, IsString, Length } from '@heddle/contract';

export class Asset {
    static readonly entity = entity('asset', { key: 'id' });
    @IsString() @Length(1, 64) id!: string;
    @IsIn(['red', 'green', 'blue']) color!: string;
    @IsInt() @IsPositive() size!: number;
    @IsString() @Length(1, 64) owner!: string;
}

@Declares(Asset)
export class AssetTransfer extends Contract {
    @Transaction()
    async createAsset(ctx: Context, asset: Asset): Promise<void> {
        await ctx.state(Asset).create(asset);
    }

    @Evaluate()
    @Returns(Asset)
    readAsset(ctx: Context, id: string): Promise<Asset> {
        return ctx.state(Asset).getOrThrow(id);
    }
}

/** What `heddle server` serves. */
export const contracts = [AssetTransfer];
