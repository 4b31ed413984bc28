import { type Context, Contract, Evaluate, Transaction } from '@heddle/contract';

/** What the page is shown by: ranges, private data, values of chance, and whatever bytes somebody likes. */
export class StudioContract extends Contract {
    @Transaction()
    async put(ctx: Context, key: string, value: string): Promise<void> {
        await ctx.stub.putState(key, Buffer.from(value));
    }

    /** Keys that begin so, with a number of four digits behind it. */
    @Transaction()
    async putMany(ctx: Context, prefix: string, count: number): Promise<void> {
        for (let number = 0; number < count; number++)
            await ctx.stub.putState(`${prefix}${String(number).padStart(4, '0')}`, Buffer.from('v'));
    }

    @Transaction()
    async putBytes(ctx: Context, key: string, base64: string): Promise<void> {
        await ctx.stub.putState(key, Buffer.from(base64, 'base64'));
    }

    /** Counts keys, and writes how many there were. */
    @Transaction()
    async count(ctx: Context, prefix: string): Promise<number> {
        let count = 0;
        for await (const { key } of ctx.stub.getStateByRange(prefix, `${prefix}~`)) count += key === '' ? 0 : 1;
        await ctx.stub.putState(`count-${prefix}`, Buffer.from(String(count)));
        return count;
    }

    /** Differs from endorser to endorser. */
    @Transaction()
    async gamble(ctx: Context, key: string): Promise<void> {
        await ctx.stub.putState(key, Buffer.from(JSON.stringify({ won: Math.random() })));
    }

    @Transaction()
    async hide(ctx: Context, key: string): Promise<void> {
        const secret = ctx.stub.getTransient().get('secret');
        await ctx.stub.putPrivateData('secrets', key, Buffer.from(secret ?? ''));
    }

    /** Asks what leaves nothing in the read set. */
    @Transaction()
    async ask(ctx: Context, key: string): Promise<number> {
        let count = 0;
        for await (const one of ctx.stub.getHistoryForKey(key)) count += one.isDelete ? 0 : 1;
        for await (const one of ctx.stub.getPrivateDataByRange('secrets', '', '')) count += one.key === '' ? 0 : 1;
        return count;
    }

    /** Prints a line, and throws what it should not. */
    @Transaction()
    stumble(ctx: Context, key: string): void {
        ctx.logger.warn({ key }, 'about to stumble');
        throw new TypeError('there is no such foot');
    }

    @Evaluate()
    echo(_ctx: Context, text: string): string {
        return text;
    }
}
