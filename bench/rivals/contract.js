'use strict';

require('reflect-metadata');
const { Context, Contract, Object: ObjectType, Property, Returns, Transaction } = require('fabric-contract-api');

/** The class argument of `dto`; see ../src/chaincode/typed-contract.ts for ours. */
class Asset {}

const properties = {
    id: 'string',
    owner: 'string',
    size: 'number',
    value: 'number',
    sealed: 'boolean',
    color: 'string',
};
for (const [name, type] of Object.entries(properties)) Property(name, type)(Asset.prototype, name);
ObjectType()(Asset);

/** The workloads' functions as typed transactions of fabric-contract-api. */
class BenchContract extends Contract {
    async noop() {
        return 'ok';
    }

    async dto(_ctx, asset) {
        return asset.id;
    }

    async getput(ctx, key, value) {
        const before = await ctx.stub.getState(key);
        await ctx.stub.putState(key, Buffer.from(value));
        return before.length;
    }

    async rw10(ctx, key, value) {
        let bytes = 0;
        for (let index = 0; index < 10; index++) bytes += (await ctx.stub.getState(`${key}-${index}`)).length;
        for (let index = 0; index < 10; index++) await ctx.stub.putState(`${key}-${index}`, Buffer.from(value));
        return bytes;
    }

    async puts(ctx, key, value, count) {
        for (let index = 0; index < count; index++) await ctx.stub.putState(`${key}-${index}`, Buffer.from(value));
        return count;
    }

    async range(ctx, start, end) {
        let bytes = 0;
        for await (const row of ctx.stub.getStateByRange(start, end)) bytes += row.value.length;
        return bytes;
    }

    async copy(ctx, from, to) {
        const value = await ctx.stub.getState(from);
        await ctx.stub.putState(to, value);
        return value.length;
    }

    async gets100(ctx, prefix) {
        const keys = Array.from({ length: 100 }, (_, index) => `${prefix}${index}`);
        const values = await Promise.all(keys.map((key) => ctx.stub.getState(key)));
        return values.reduce((bytes, value) => bytes + value.length, 0);
    }
}

/** The asset of AssetTransfer; see ../src/chaincode/asset-contract.ts for ours. */
class StoredAsset {}

const stored = { id: 'string', color: 'string', size: 'number', owner: 'string', value: 'number' };
for (const [name, type] of Object.entries(stored)) Property(name, type)(StoredAsset.prototype, name);
ObjectType()(StoredAsset);

/** Assets as the samples of Fabric have them. */
class AssetTransfer extends Contract {
    async createAsset(ctx, asset) {
        const before = await ctx.stub.getState(asset.id);
        if (before.length > 0) throw new Error(`the asset ${asset.id} already exists`);
        await ctx.stub.putState(asset.id, Buffer.from(JSON.stringify(asset)));
    }

    async readAsset(ctx, id) {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length === 0) throw new Error(`the asset ${id} does not exist`);
        return JSON.parse(bytes.toString());
    }

    async transferAsset(ctx, id, owner) {
        const asset = await this.readAsset(ctx, id);
        const before = asset.owner;
        asset.owner = owner;
        await ctx.stub.putState(id, Buffer.from(JSON.stringify(asset)));
        return before;
    }
}

/** What a compiler emits for decorated TypeScript, written out: parameter types, @Transaction, @Returns. */
const signatures = {
    noop: { parameters: [], returns: 'string' },
    dto: { parameters: [Asset], returns: 'string' },
    getput: { parameters: [String, String], returns: 'number' },
    rw10: { parameters: [String, String], returns: 'number' },
    puts: { parameters: [String, String, Number], returns: 'number' },
    range: { parameters: [String, String], returns: 'number' },
    copy: { parameters: [String, String], returns: 'number' },
    gets100: { parameters: [String], returns: 'number' },
};
declare(BenchContract, signatures);
declare(AssetTransfer, {
    createAsset: { parameters: [StoredAsset] },
    readAsset: { parameters: [String], returns: 'StoredAsset' },
    transferAsset: { parameters: [String, String], returns: 'string' },
});

function declare(contract, transactions) {
    for (const [name, { parameters, returns }] of Object.entries(transactions)) {
        Reflect.defineMetadata('design:paramtypes', [Context, ...parameters], contract.prototype, name);
        Transaction()(contract.prototype, name);
        if (returns !== undefined) Returns(returns)(contract.prototype, name);
    }
}

module.exports = { contracts: [BenchContract, AssetTransfer] };
