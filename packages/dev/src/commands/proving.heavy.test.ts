import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const NAMES = `
    const { Contract, ContractError, Param, Transaction, Invariant } = require('@heddle/contract');
    const apply = (target, name, ...decorators) =>
        decorators.forEach((one) => one(target.prototype, name, Object.getOwnPropertyDescriptor(target.prototype, name)));`;

/** A shop that sells what there is, or one more. */
function shop({ limit = 5, more = '' }: { readonly limit?: number; readonly more?: string } = {}): string {
    return `${NAMES}
        class Shop extends Contract {
            async sell(ctx, id) {
                const sold = Number((await ctx.stub.getState('sold')).toString() || '0') + 1;
                if (sold > ${limit}) throw new ContractError('SOLD_OUT', 'nothing is left', { status: 409 });
                await ctx.stub.putState('sold', Buffer.from(String(sold)));
                ${more}
                return sold;
            }
            async sellsFiveAtMost(ctx) {
                const sold = Number((await ctx.stub.getState('sold')).toString() || '0');
                if (sold > 5) throw new Error(sold + ' are sold');
            }
        }
        apply(Shop, 'sell', Transaction(), Param('id', String));
        apply(Shop, 'sellsFiveAtMost', Invariant());
        exports.Shop = Shop;`;
}

let folder: TemporaryFolder;

beforeEach(() => {
    folder = new TemporaryFolder();
});

afterEach(() => {
    folder[Symbol.dispose]();
});

interface Ran {
    readonly code: number | NodeJS.Signals;
    readonly output: string;
    readonly errors: string;
}

async function heddle(...args: readonly string[]): Promise<Ran> {
    const { PATH = '' } = process.env;
    await using command = new HeddleProcess(args, { cwd: folder.path, variables: { PATH } });
    const code = await command.exited;
    return { code, output: command.stdout, errors: command.lines.join('\n') };
}

describe('heddle fuzz', () => {
    it('ends with 0 where the rules hold, and says what was called', async () => {
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': shop() });
        const { code, output, errors } = await heddle('fuzz', '--runs', '3', '--seed', '1');
        expect({ code, errors }).toEqual({ code: 0, errors: '' });
        expect(output).toMatch(
            /^held: 300 calls in [\d.]+ s by 2 processes \(\d+ calls\/s\), seed 1; \d+ runs are kept$/m,
        );
        expect(output).toMatch(/^ {2}sell: called 300, succeeded \d+; refused SOLD_OUT \d+; committed .*VALID \d+$/m);
    }, 120_000);

    it('ends with 1 where a rule is broken, and writes a test', async () => {
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': shop({ limit: 6 }) });
        const { code, output } = await heddle('fuzz', '--runs', '3', '--seed', '1', '--workers', '1');
        expect(code).toBe(1);
        expect(output).toContain("the invariant 'Shop.sellsFiveAtMost' is broken");
        expect(output.match(/submit\('sell'/g)).toHaveLength(6);
        expect(readdirSync(join(folder.path, 'fuzz')).sort()).toEqual(['Shop', 'Shop.fuzz-1.test.ts']);
    }, 120_000);

    it('ends with 2 where it cannot be run', async () => {
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': 'exports.nothing = 1;' });
        expect(await heddle('fuzz')).toMatchObject({ code: 2, errors: expect.stringContaining('exports no contract') });
        expect(await heddle('fuzz', '--file', 'fuzz.config.ts')).toMatchObject({ code: 2 });
        expect(await heddle('fuzz', '--seed', 'x')).toMatchObject({
            code: 2,
            errors: expect.stringContaining('--seed is "x"'),
        });
    }, 120_000);

    it('takes invariants and options from a module', async () => {
        const config = `
            const { Shop } = require('./index.js');
            module.exports = {
                network: { contracts: [Shop] },
                options: { invariants: { 'three at most': async ({ state }) => {
                    if (Number((await state.get('sold')) ?? 0) > 3) throw new Error('more than three');
                } } },
            };`;
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': shop(), 'fuzz.config.js': config });
        const { code, output } = await heddle('fuzz', '--runs', '2', '--seed', '1', '--workers', '1');
        expect(code).toBe(1);
        expect(output).toContain("the invariant 'three at most' is broken");
    }, 120_000);
});

describe('heddle cost', () => {
    it('proof promise 13: gives the same bytes twice, and names the transaction with one write more', async () => {
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': shop() });
        const file = join(folder.path, 'costs.json');
        const first = await heddle('cost', '--update');
        expect(first).toMatchObject({ code: 0, errors: '' });
        expect(first.output).toMatch(/^transaction +calls +reads +writes/m);
        expect(first.output).toContain('warning: hot key sold');
        const text = readFileSync(file, 'utf8');
        await heddle('cost', '--update');
        expect(readFileSync(file, 'utf8')).toBe(text);
        expect(await heddle('cost', '--check')).toMatchObject({
            code: 0,
            output: expect.stringMatching(/\n\nnothing has grown\n$/),
        });
        folder.write('index.js', shop({ more: "await ctx.stub.putState('last', Buffer.from('x'));" }));
        const grown = await heddle('cost', '--check');
        expect(grown.code).toBe(1);
        expect(grown.output).toContain('sell: writes (median) 1 → 2');
        expect(await heddle('cost', '--check', '--tolerance', '1000%')).toMatchObject({ code: 0 });
    }, 240_000);

    it('says what is missing', async () => {
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': shop() });
        expect(await heddle('cost', '--check')).toMatchObject({
            code: 2,
            errors: expect.stringContaining('heddle cost --update writes it'),
        });
        expect(await heddle('cost', '--', process.execPath, '-e', '0')).toMatchObject({
            code: 2,
            errors: expect.stringContaining('no transaction was endorsed'),
        });
        expect(existsSync(join(folder.path, 'costs.json'))).toBe(false);
    }, 120_000);
});

describe('heddle load', () => {
    it('shows the hot key, and fails beyond the share of conflicts that is allowed', async () => {
        folder.writePackage({ 'package.json': '{"main":"index.js"}', 'index.js': shop({ limit: 1000 }) });
        const args = ['load', '--calls', '100', '--seed', '1'];
        const { code, output } = await heddle(...args);
        expect(code).toBe(0);
        expect(output).toMatch(/^submitted \d+, VALID \d+, MVCC_READ_CONFLICT \d+, PHANTOM_READ_CONFLICT 0/m);
        expect(output).toMatch(/^sold +sell +\d+ +sell after sell$/m);
        expect(await heddle(...args, '--fail-conflicts', '10%')).toMatchObject({ code: 1 });
        expect(await heddle(...args, '--fail-conflicts', '95%')).toMatchObject({ code: 0 });
    }, 120_000);
});
