import {
    type Context,
    Contract,
    ContractError,
    Declares,
    entity,
    Evaluate,
    IsInt,
    IsString,
    Transaction,
} from '@heddle/contract';

class Asset {
    static readonly entity = entity('asset', {
        key: 'assetID',
        keys: 'simple',
        tag: { docType: 'asset' },
        indexes: { byColor: { fields: ['color'], as: 'color~name' } },
    });
    @IsString() assetID!: string;
    @IsString() color!: string;
    @IsInt() size!: number;
    @IsString() owner!: string;
}

/** fabric-samples, asset-transfer-ledger-queries, by typed state. */
@Declares(Asset)
export class TypedAssets extends Contract {
    @Transaction()
    async createAsset(ctx: Context, assetID: string, color: string, size: number, owner: string): Promise<void> {
        await ctx.state(Asset).create({ assetID, color, size, owner });
    }

    @Transaction()
    async deleteAsset(ctx: Context, assetID: string): Promise<void> {
        await ctx.state(Asset).delete(assetID);
    }

    @Transaction()
    async transferAsset(ctx: Context, assetID: string, owner: string): Promise<void> {
        await ctx.state(Asset).update(assetID, { owner });
    }

    @Transaction()
    async transferByColor(ctx: Context, color: string, owner: string): Promise<number> {
        let count = 0;
        for await (const asset of ctx.state(Asset).findBy('byColor', { color })) {
            await ctx.state(Asset).update(asset, { owner });
            count += 1;
        }
        return count;
    }

    @Evaluate()
    async range(ctx: Context, from: string, to: string): Promise<string> {
        const assets = await ctx
            .state(Asset)
            .find({ assetID: { gte: from, lt: to } })
            .take(1_000);
        return assets.map(({ assetID, owner }) => `${assetID}:${owner}`).join();
    }
}

/** The same as the sample has it. */
export class HandWrittenAssets extends Contract {
    @Transaction()
    async createAsset(ctx: Context, assetID: string, color: string, size: number, owner: string): Promise<void> {
        if (await ctx.stub.exists(assetID)) throw new ContractError('ASSET_EXISTS', 'there is one', { status: 409 });
        await this.#put(ctx, { assetID, color, size, owner });
        await ctx.stub.putState(ctx.stub.createCompositeKey('color~name', [color, assetID]), Buffer.from('\u0000'));
    }

    @Transaction()
    async deleteAsset(ctx: Context, assetID: string): Promise<void> {
        const { color } = await this.#asset(ctx, assetID);
        await ctx.stub.deleteState(assetID);
        await ctx.stub.deleteState(ctx.stub.createCompositeKey('color~name', [color, assetID]));
    }

    @Transaction()
    async transferAsset(ctx: Context, assetID: string, owner: string): Promise<void> {
        const { color, size } = await this.#asset(ctx, assetID);
        await this.#put(ctx, { assetID, color, size, owner });
    }

    @Transaction()
    async transferByColor(ctx: Context, color: string, owner: string): Promise<number> {
        let count = 0;
        for await (const { key } of ctx.stub.getStateByPartialCompositeKey('color~name', [color])) {
            const [, assetID = ''] = ctx.stub.splitCompositeKey(key).attributes;
            await this.transferAsset(ctx, assetID, owner);
            count += 1;
        }
        return count;
    }

    @Evaluate()
    async range(ctx: Context, from: string, to: string): Promise<string> {
        const assets: string[] = [];
        for await (const { value } of ctx.stub.getStateByRange(from, to)) {
            const { assetID, owner } = parsed(value);
            assets.push(`${assetID}:${owner}`);
        }
        return assets.join();
    }

    async #asset(ctx: Context, assetID: string): Promise<Asset> {
        const bytes = await ctx.stub.getState(assetID);
        if (bytes.length === 0) throw new ContractError('ASSET_NOT_FOUND', 'there is none', { status: 404 });
        return parsed(bytes);
    }

    async #put(ctx: Context, { assetID, color, size, owner }: Asset): Promise<void> {
        const asset = { docType: 'asset', assetID, color, size, owner };
        await ctx.stub.putState(assetID, Buffer.from(JSON.stringify(asset)));
    }
}

function parsed(bytes: Uint8Array): Asset {
    return JSON.parse(Buffer.from(bytes).toString()) as Asset; // nothing else is written there
}
