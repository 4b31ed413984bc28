import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type BuildOptions, buildSync } from 'esbuild';

// Each runs in a process of its own, since a test's own modules are not in require.cache.

const INDEX = join(__dirname, 'index.js');
const OUTPUT = join(__dirname, 'duplicate');
const INSTALLED = join(OUTPUT, 'installed', 'node_modules');
const BUNDLES = join(OUTPUT, 'bundles');

function run(script: string): string {
    return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: __dirname }).trim();
}

function copied(name: string, ...parts: string[]): string {
    const original = join(
        createRequire(__filename).resolve(name),
        '..',
        ...(name === 'reflect-metadata' ? [] : ['..']),
    );
    const copy = join(INSTALLED, name);
    for (const part of ['package.json', ...parts]) cpSync(join(original, part), join(copy, part), { recursive: true });
    return copy;
}

/** Prints what contracts are understood as, or their mistakes. */
const PRINT = `
    const print = (contract) => {
        try {
            const { metadata } = new ContractChaincode({ contracts: [contract] });
            console.log('started', Object.keys(metadata.components.schemas).join());
        } catch (error) { console.log(error.message); }
    };`;

describe('a second installed copy', () => {
    it('of class-transformer is a mistake for each of its decorators', () => {
        const copy = copied('class-transformer', 'cjs');
        const output = run(`
            const { Contract, ContractChaincode, Param, Property, Transaction } = require(${JSON.stringify(INDEX)});
            const { Exclude, Expose, Transform, Type } = require(${JSON.stringify(copy)});
            ${PRINT}
            class Order {}
            for (const name of ['typed', 'transformed', 'excluded', 'exposed']) Property(String)(Order.prototype, name);
            Type(() => String)(Order.prototype, 'typed');
            Transform(({ value }) => value)(Order.prototype, 'transformed');
            Exclude()(Order.prototype, 'excluded');
            Expose({ name: 'other' })(Order.prototype, 'exposed');
            class Secret {}
            Property(String)(Secret.prototype, 'text');
            Exclude()(Secret);
            class Orders extends Contract { create(ctx, order, secret) {} }
            Transaction()(Orders.prototype, 'create');
            Param('order', Order)(Orders.prototype, 'create');
            Param('secret', Secret)(Orders.prototype, 'create');
            print(Orders);`);
        for (const where of ['Order.typed: @Type', 'Order.transformed: @Transform', 'Order.excluded: @Exclude'])
            expect(output).toContain(`${where} from a second copy of class-transformer (${copy}`);
        for (const where of ['Order.exposed: @Expose', 'Secret: @Exclude'])
            expect(output).toContain(`${where} from a second copy of class-transformer (${copy}`);
    });

    it('of class-validator works: copies share what they know', () => {
        const copy = copied('class-validator', 'cjs');
        expect(
            run(`
            const { Contract, ContractChaincode, Param, Transaction } = require(${JSON.stringify(INDEX)});
            const { IsInt } = require(${JSON.stringify(copy)});
            ${PRINT}
            class Line {}
            IsInt()(Line.prototype, 'amount');
            class Lines extends Contract { add(ctx, line) {} }
            Transaction()(Lines.prototype, 'add');
            Param('line', Line)(Lines.prototype, 'add');
            print(Lines);`),
        ).toBe('started Line');
    });

    it.each(['before', 'after'])('of reflect-metadata works, loaded %s ours', (order) => {
        const copy = JSON.stringify(copied('reflect-metadata', 'Reflect.js'));
        expect(
            run(`
            ${order === 'before' ? `require(${copy});` : ''}
            const { Contract, ContractChaincode, Property, Param, Transaction } = require(${JSON.stringify(INDEX)});
            ${order === 'after' ? `require(${copy});` : ''}
            ${PRINT}
            class Line {}
            Property()(Line.prototype, 'amount');
            Reflect.defineMetadata('design:type', Number, Line.prototype, 'amount');
            class Lines extends Contract { add(ctx, line) {} }
            Transaction()(Lines.prototype, 'add');
            Param('line', Line)(Lines.prototype, 'add');
            print(Lines);`),
        ).toBe('started Line');
    });
});

describe('a bundle', () => {
    // As an author writes it, and compiled as tsc compiles it for esbuild.
    const SOURCE = `
        const { Contract, ContractChaincode, Param, Property, Transaction } = require('@heddle/contract');
        const { IsString } = require('class-validator');
        import { Transform } from 'class-transformer';
        ${PRINT}
        class Note {}
        IsString()(Note.prototype, 'text');
        Transform(({ value }) => value.trim())(Note.prototype, 'text');
        class Notes extends Contract { add(ctx, note) { return note; } }
        Transaction()(Notes.prototype, 'add');
        Param('note', Note)(Notes.prototype, 'add');
        print(Notes);
        export { Notes, Transform };`;
    const HEDDLE = '@heddle/contract';

    function bundled(name: string, options: BuildOptions): string {
        const outfile = join(BUNDLES, `${name}.js`);
        const stdin = { contents: SOURCE, resolveDir: __dirname };
        buildSync({ stdin, outfile, bundle: true, platform: 'node', logLevel: 'error', ...options });
        return outfile;
    }

    beforeAll(() => {
        mkdirSync(BUNDLES, { recursive: true });
    });

    it.each<[string, BuildOptions]>([
        ['that leaves the packages outside', { external: [HEDDLE, 'class-transformer', 'class-validator'] }],
        ['that leaves all but class-validator outside', { external: [HEDDLE, 'class-transformer'] }],
        ['of everything, contracts and framework', {}],
        ['of everything, minified', { minifyWhitespace: true, minifySyntax: true }],
    ])('works: %s', (what, options) => {
        expect(run(`require(${JSON.stringify(bundled(what.replaceAll(/\W/g, '-'), options))})`)).toBe('started Note');
    });

    it.each<[string, BuildOptions]>([
        ['a copy of class-transformer that only the bundle knows', { external: [HEDDLE] }],
        ['such a copy, minified', { external: [HEDDLE], minifyWhitespace: true, minifySyntax: true }],
        // As webpack and Rollup choose, where the framework is in the bundle as well.
        ['two forms of class-transformer', { mainFields: ['module', 'main'] }],
    ])('is refused with %s', (what, options) => {
        const file = bundled(what.replaceAll(/\W/g, '-'), options);
        const output = run(`require(${JSON.stringify(file)})`);
        expect(output).toContain(`${file}: a second copy of class-transformer in a bundle`);
        expect(output).toContain(
            'Keep @heddle/contract, class-transformer, class-validator and reflect-metadata external',
        );
    });
});
