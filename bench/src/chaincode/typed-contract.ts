import {
    type Context,
    Contract,
    Default,
    IsBoolean,
    IsIn,
    IsInt,
    IsNumber,
    IsPositive,
    IsString,
    Length,
    Transaction,
} from '@heddle/contract';

export { AssetTransfer } from './asset-contract';
export { Rows } from './rows-contract';

/** The class argument of `dto`; every field is validated. */
class Asset {
    @IsString() @Length(1, 64) id!: string;
    @IsString() @Length(1, 64) owner!: string;
    @IsInt() @IsPositive() size!: number;
    @IsNumber() value!: number;
    @IsBoolean() sealed!: boolean;
    @IsIn(['red', 'green', 'blue']) color!: string;
}

/** The workloads' functions as typed transactions, as one writes them with the contract layer. */
@Default()
export class BenchContract extends Contract {
    @Transaction()
    noop(_ctx: Context): Promise<string> {
        return Promise.resolve('ok');
    }

    @Transaction()
    dto(_ctx: Context, asset: Asset): Promise<string> {
        return Promise.resolve(asset.id);
    }

    @Transaction()
    async getput(ctx: Context, key: string, value: string): Promise<number> {
        const before = await ctx.stub.getState(key);
        await ctx.stub.putState(key, Buffer.from(value));
        return before.length;
    }

    @Transaction()
    rw10(ctx: Context, key: string, value: string): Promise<number> {
        return readAndWrite(ctx, { key, value, count: 10 });
    }

    @Transaction()
    rw(ctx: Context, key: string, value: string, count: number): Promise<number> {
        return readAndWrite(ctx, { key, value, count });
    }

    @Transaction()
    puts(ctx: Context, key: string, value: string, count: number): Promise<number> {
        return write(ctx, { key, value, count });
    }

    @Transaction({ writes: 'deferred' })
    putsDeferred(ctx: Context, key: string, value: string, count: number): Promise<number> {
        return write(ctx, { key, value, count });
    }

    @Transaction()
    async range(ctx: Context, start: string, end: string): Promise<number> {
        let bytes = 0;
        for await (const { value } of ctx.stub.getStateByRange(start, end)) bytes += value.length;
        return bytes;
    }

    @Transaction()
    async pages(ctx: Context, start: string, end: string): Promise<number> {
        let bytes = 0;
        for await (const rows of ctx.stub.getStateByRange(start, end).pages())
            for (const { value } of rows) bytes += value.length;
        return bytes;
    }

    @Transaction()
    async copy(ctx: Context, from: string, to: string): Promise<number> {
        const value = await ctx.stub.getState(from);
        await ctx.stub.putState(to, value);
        return value.length;
    }

    /** Keeps its thread busy for this many microseconds. */
    @Transaction()
    compute(_ctx: Context, microseconds: number): Promise<string> {
        const end = performance.now() + microseconds / 1000;
        while (performance.now() < end);
        return Promise.resolve('ok');
    }

    @Transaction()
    async gets100(ctx: Context, prefix: string): Promise<number> {
        const keys = Array.from({ length: 100 }, (_, index) => `${prefix}${index}`);
        const values = await Promise.all(keys.map((key) => ctx.stub.getState(key)));
        return values.reduce((bytes, value) => bytes + value.length, 0);
    }
}

/** This many reads, then as many writes, each awaited before the next. */
async function readAndWrite(ctx: Context, of: { key: string; value: string; count: number }): Promise<number> {
    const { key, value, count } = of;
    let bytes = 0;
    for (let index = 0; index < count; index++) bytes += (await ctx.stub.getState(`${key}-${index}`)).length;
    for (let index = 0; index < count; index++) await ctx.stub.putState(`${key}-${index}`, Buffer.from(value));
    return bytes;
}

/** This many writes, each awaited before the next. */
async function write(ctx: Context, of: { key: string; value: string; count: number }): Promise<number> {
    const { key, value, count } = of;
    for (let index = 0; index < count; index++) await ctx.stub.putState(`${key}-${index}`, Buffer.from(value));
    return count;
}
