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
for (const [name, { parameters, returns }] of Object.entries(signatures)) {
    Reflect.defineMetadata('design:paramtypes', [Context, ...parameters], BenchContract.prototype, name);
    Transaction()(BenchContract.prototype, name);
    Returns(returns)(BenchContract.prototype, name);
}

module.exports = { contracts: [BenchContract] };
