import { Context, Contract, Param, Transaction } from '@heddle/contract';

/** Writes keys and values as contracts without typed state do: each method is the way of one program. */
export class HandWritten extends Contract {
    /** fabric-samples, asset-transfer-basic: simple keys, members in the order of their names, a docType on some rows. */
    @Transaction()
    async writeBasicAssets(ctx: Context): Promise<void> {
        const assets = [
            [
                'asset1',
                '{"AppraisedValue":300,"Color":"blue","ID":"asset1","Owner":"Tomoko","Size":5,"docType":"asset"}',
            ],
            ['asset2', '{"AppraisedValue":400,"Color":"red","ID":"asset2","Owner":"Brad","Size":5,"docType":"asset"}'],
            // Its UpdateAsset leaves the docType out.
            ['asset3', '{"AppraisedValue":500,"Color":"green","ID":"asset3","Owner":"Jin Soo","Size":10}'],
            ['car1', '{"docType":"car","plate":"UL 1"}'],
            ['note', 'which is no JSON'],
        ] as const;
        for (const [key, json] of assets) await ctx.stub.putState(key, Buffer.from(json));
    }

    /** fabric-samples, asset-transfer-ledger-queries: an index color~name beside rows whose members have no order. */
    @Transaction()
    async writeMarbles(ctx: Context): Promise<void> {
        const colors = { marble1: 'blue', marble2: 'red', marble3: 'blue' };
        for (const [assetID, color] of Object.entries(colors)) {
            const marble = { docType: 'asset', assetID, color, size: 35, owner: 'tom', appraisedValue: 100 };
            await ctx.stub.putState(assetID, Buffer.from(JSON.stringify(marble)));
            await ctx.stub.putState(ctx.stub.createCompositeKey('color~name', [color, assetID]), Buffer.from('\u0000'));
        }
    }

    /** fabric-samples, token-erc-20: bare numbers under composite keys. */
    @Transaction()
    async writeBalances(ctx: Context): Promise<void> {
        await ctx.stub.putState(ctx.stub.createCompositeKey('balance', ['ann']), Buffer.from('1000'));
        await ctx.stub.putState(ctx.stub.createCompositeKey('balance', ['bob']), Buffer.from('98765432109876543210'));
        await ctx.stub.putState(ctx.stub.createCompositeKey('allowance', ['ann', 'bob']), Buffer.from('5'));
        await ctx.stub.putState('name', Buffer.from('some token'));
    }

    /** GalaChain's objects: composite keys of texts, and ranged ones whose parts U+0000 joins. */
    @Transaction()
    async writeChainObjects(ctx: Context): Promise<void> {
        for (const [owner, instance] of [
            ['ann', '7'],
            ['bob', '12'],
        ] as const) {
            const json = `{"created":1700000000000,"instance":"${instance}","owner":"${owner}","quantity":"10.5","use": {"n":1.0}}`;
            await ctx.stub.putState(ctx.stub.createCompositeKey('GCTB', [owner, instance]), Buffer.from(json));
        }
        for (const time of ['0001', '0002', '0003'])
            await ctx.stub.putState(`GCXX\u0000ann\u0000${time}`, Buffer.from(`{"note":"n${time}"}`));
    }

    /** A row of another number of parts, such as an older program may have left. */
    @Transaction()
    @Param('parts', ['string'])
    async writeOther(ctx: Context, objectType: string, parts: string[]): Promise<void> {
        await ctx.stub.putState(ctx.stub.createCompositeKey(objectType, parts), Buffer.from('{}'));
    }
}
