import {
    type Context,
    Contract,
    Declares,
    entity,
    IsBoolean,
    IsIn,
    IsInt,
    IsNumber,
    IsPositive,
    IsString,
    Length,
    Transaction,
} from '@heddle/contract';

/** The fields of a row: those of the argument of `dto`. */
class Fields {
    @IsString() @Length(1, 64) id!: string;
    @IsString() @Length(1, 64) owner!: string;
    @IsInt() @IsPositive() size!: number;
    @IsNumber() value!: number;
    @IsBoolean() sealed!: boolean;
    @IsIn(['red', 'green', 'blue']) color!: string;
}

/** A row. */
export class Asset extends Fields {
    static readonly entity = entity('asset', { key: 'id' });
}

/** The same with an index. */
export class Indexed extends Fields {
    static readonly entity = entity('indexed', { key: 'id', indexes: { byOwner: ['owner'] } });
}

/** The same work on rows, by typed state and as contracts do it that are written by hand. */
@Declares(Asset, Indexed)
export class Rows extends Contract {
    @Transaction() noop(_ctx: Context): Promise<string> {
        return Promise.resolve('ok');
    }

    @Transaction() async updateByState(ctx: Context, prefix: string, count: number): Promise<number> {
        const assets = ctx.state(Asset);
        for (let index = 0; index < count; index++)
            await assets.update(`${prefix}-${index}`, (asset) => {
                asset.value += 1;
            });
        return count;
    }

    @Transaction() async updateByHand(ctx: Context, prefix: string, count: number): Promise<number> {
        for (let index = 0; index < count; index++) {
            const key = ctx.stub.createCompositeKey('asset', [`${prefix}-${index}`]);
            const asset = ctx.deserialize(Asset, await ctx.stub.getState(key));
            asset.value += 1;
            await ctx.stub.putState(key, ctx.serialize(asset));
        }
        return count;
    }

    /** As GalaChain's stub does it: reads as they come, and all writes at the end, which are asked for together. */
    @Transaction() async updateWithCache(ctx: Context, prefix: string, count: number): Promise<number> {
        const writes = new Map<string, Buffer>();
        for (let index = 0; index < count; index++) {
            const key = ctx.stub.createCompositeKey('asset', [`${prefix}-${index}`]);
            const asset = ctx.deserialize(Asset, writes.get(key) ?? (await ctx.stub.getState(key)));
            asset.value += 1;
            writes.set(key, ctx.serialize(asset));
        }
        await Promise.all(Array.from(writes, ([key, value]) => ctx.stub.putState(key, value)));
        return count;
    }

    @Transaction() async findByState(ctx: Context, owner: string): Promise<number> {
        let count = 0;
        for await (const asset of ctx.state(Indexed).findBy('byOwner', { owner })) if (asset.owner === owner) count++;
        return count;
    }

    @Transaction() async findByHand(ctx: Context, owner: string): Promise<number> {
        let count = 0;
        for await (const { key } of ctx.stub.getStateByPartialCompositeKey('indexed.byOwner', [owner])) {
            const [, id = ''] = ctx.stub.splitCompositeKey(key).attributes;
            const bytes = await ctx.stub.getState(ctx.stub.createCompositeKey('indexed', [id]));
            if (ctx.deserialize(Asset, bytes).owner === owner) count++;
        }
        return count;
    }
}
