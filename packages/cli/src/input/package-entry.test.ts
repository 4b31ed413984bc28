import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findPackageEntry } from './package-entry';

describe('the entry of a package', () => {
    it.each([
        ['main', { main: 'dist/a.js' }, 'dist/a.js'],
        ['main without extension', { main: './dist/a' }, 'dist/a.js'],
        ['main that is a folder', { main: 'dist' }, 'dist/index.js'],
        ['index.js where nothing is said', {}, 'index.js'],
        ['exports', { exports: './dist/b.mjs' }, 'dist/b.mjs'],
        ['exports before main', { main: 'dist/a.js', exports: { '.': './dist/b.mjs' } }, 'dist/b.mjs'],
        [
            'the first condition that fits',
            { exports: { types: './x', import: './dist/b.mjs', require: './dist/a.js' } },
            'dist/b.mjs',
        ],
        ['conditions in conditions', { exports: { '.': { node: { default: './dist/b.mjs' } } } }, 'dist/b.mjs'],
        ['the first of an array', { exports: ['./dist/b.mjs'] }, 'dist/b.mjs'],
        [
            'main where exports has no entry',
            { main: 'dist/a.js', exports: { './package.json': './package.json' } },
            'dist/a.js',
        ],
    ])('is found by %s', (_what, manifest, expected) => {
        using folder = new TemporaryFolder();
        for (const file of ['index.js', 'dist/a.js', 'dist/b.mjs', 'dist/index.js']) folder.write(file, '');
        folder.write('package.json', JSON.stringify({ name: 'a', ...manifest }));
        expect(findPackageEntry(folder.path)).toMatchObject({
            manifest: { name: 'a' },
            file: join(folder.path, expected),
        });
    });

    it('has to be there', () => {
        using folder = new TemporaryFolder();
        folder.write('package.json', '{ "main": "dist/a.js" }');
        expect(() => findPackageEntry(folder.path)).toThrow(
            `${join(folder.path, 'dist/a.js')}, the entry of ${join(folder.path, 'package.json')}, does not exist: build the package, correct its "main", or set --module-path or the variable CORE_MODULE_PATH`,
        );
    });

    it.each([
        ['does not exist', undefined],
        ['cannot be read (', '{ main'],
        ['is not an object', '[]'],
        ['is not an object', 'null'],
    ])('needs a package.json: one that %s', (what, manifest) => {
        using folder = new TemporaryFolder();
        if (manifest !== undefined) folder.write('package.json', manifest);
        expect(() => findPackageEntry(folder.path)).toThrow(`${join(folder.path, 'package.json')} ${what}`);
        expect(() => findPackageEntry(folder.path)).toThrow(
            'set --module-path or the variable CORE_MODULE_PATH to the folder of the package with the contracts',
        );
    });
});
