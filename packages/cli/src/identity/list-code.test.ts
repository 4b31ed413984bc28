import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { digestOfListing } from './code-listing';
import { listCode } from './list-code';

const OWN = {
    'package.json':
        '{ "name": "basic", "main": "dist/index.js", "dependencies": { "a": "^1.0.0" }, "devDependencies": { "z": "1" } }',
    'package-lock.json': '{}',
    'dist/index.js': 'exports.contracts = [];',
    'META-INF/metadata.json': '{}',
};
const A = { 'package.json': '{ "name": "a", "version": "1.0.0", "dependencies": { "b": "1" } }', 'index.js': 'a' };
const B = { 'package.json': '{ "name": "b", "version": "1.0.0" }', 'index.js': 'b' };

function write(folder: TemporaryFolder, below: string, files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) folder.write(join(below, name), content);
}

function written(layout: Readonly<Record<string, Readonly<Record<string, string>>>>): TemporaryFolder {
    const folder = new TemporaryFolder();
    for (const [below, files] of Object.entries(layout)) write(folder, below, files);
    return folder;
}

function digestIn(folder: TemporaryFolder, below = '.'): string {
    return digestOfListing(listCode(join(folder.path, below)).listing);
}

describe('the code of a folder', () => {
    it('is what is served, by path, or by name and version', () => {
        using folder = written({
            '.': { ...OWN, 'README.md': '', '.env': '', 'META-INF/statedb/couchdb/indexes/a.json': '{}' },
        });
        write(folder, 'node_modules/a', A);
        write(folder, 'node_modules/b', B);
        write(folder, 'dist', { '.hidden': '', 'x.tsbuildinfo': '' });
        const { listing, missing } = listCode(folder.path);
        expect(missing).toEqual([]);
        expect([...listing.files.keys()].sort()).toEqual([
            'META-INF/metadata.json',
            'dist/index.js',
            'node_modules/a@1.0.0/index.js',
            'node_modules/a@1.0.0/package.json',
            'node_modules/b@1.0.0/index.js',
            'node_modules/b@1.0.0/package.json',
            'package-lock.json',
            'package.json',
        ]);
        expect(listing.uses).toEqual([
            { from: '.', name: 'a', to: 'a@1.0.0' },
            { from: 'a@1.0.0', name: 'b', to: 'b@1.0.0' },
        ]);
    });

    it('is the same wherever packages lie, with those for development and without, whatever times and modes', () => {
        using flat = written({
            '.': OWN,
            'node_modules/a': A,
            'node_modules/b': B,
            'node_modules/z': B,
            'node_modules/.bin': { x: '' },
        });
        const file = flat.write('node_modules/a/index.js', A['index.js']);
        utimesSync(file, 1, 1);
        chmodSync(file, 0o755);
        using nested = written({ 'node_modules/a/node_modules/b': B, '.': OWN, 'node_modules/a': A });
        using hoisted = written({ 'members/basic': OWN, 'node_modules/b': B, 'node_modules/a': A });
        const pnpm = 'node_modules/.pnpm';
        using linked = written({
            '.': OWN,
            [`${pnpm}/a@1.0.0/node_modules/a`]: A,
            [`${pnpm}/b@1.0.0/node_modules/b`]: B,
        });
        symlinkSync('.pnpm/a@1.0.0/node_modules/a', join(linked.path, 'node_modules/a'), 'junction');
        symlinkSync('../../b@1.0.0/node_modules/b', join(linked.path, `${pnpm}/a@1.0.0/node_modules/b`), 'junction');
        const digests = [digestIn(flat), digestIn(nested), digestIn(hoisted, 'members/basic'), digestIn(linked)];
        expect(new Set(digests).size).toBe(1);
    });

    it.each<[string, (folder: TemporaryFolder) => void]>([
        ['a byte of a dependency', (folder) => folder.write('node_modules/b/index.js', 'c')],
        ['a file in a dependency', (folder) => folder.write('node_modules/b/more.js', '')],
        ['a byte of its own', (folder) => folder.write('dist/index.js', '')],
        ['its metadata', (folder) => folder.write('META-INF/metadata.json', '{ }')],
        ['the lock file', (folder) => folder.write('package-lock.json', '{ }')],
        [
            'a dependency that is not there',
            (folder) => {
                rmSync(join(folder.path, 'node_modules/b'), { recursive: true });
            },
        ],
        [
            'another version of it, nearer',
            (folder) => {
                const manifest = '{ "name": "b", "version": "1.0.1" }';
                write(folder, 'node_modules/a/node_modules/b', { ...B, 'package.json': manifest });
            },
        ],
        [
            'another copy of it, nearer',
            (folder) => {
                write(folder, 'node_modules/a/node_modules/b', { ...B, 'index.js': 'c' });
            },
        ],
    ])('has another digest with %s', (_what, change) => {
        using folder = written({ '.': OWN, 'node_modules/a': A, 'node_modules/b': B });
        const before = digestIn(folder);
        change(folder);
        expect(digestIn(folder)).not.toBe(before);
    });

    it.each([
        'dist/node_modules/a/index.js',
        'dist/node_modules/a/package.json',
        'dist/node_modules/a.js',
        'dist/node_modules/@scope/a/index.js',
        'node_modules/a/lib/node_modules/b/index.js',
        'dist/index',
        'dist/sums.js',
        'dist/sums/package.json',
    ])('has another digest with %s, which Node.js would load instead', (added) => {
        const files = ['dist/index.js', 'dist/sums/index.js'];
        for (const manifest of [OWN['package.json'], JSON.stringify({ ...JSON.parse(OWN['package.json']), files })]) {
            using folder = written({ '.': OWN, 'node_modules/a': A, 'node_modules/b': B });
            write(folder, '.', { 'package.json': manifest, 'dist/sums/index.js': '' });
            folder.write('node_modules/a/lib/a.js', '');
            const before = digestIn(folder);
            folder.write(added, '{}');
            expect(digestIn(folder)).not.toBe(before);
        }
    });

    it.each(['node_modules/b/index.js', 'node_modules/b.js', 'node_modules/b.json'])(
        'is not listed with %s of a dependency, which is no package',
        (added) => {
            using folder = written({ '.': OWN, 'node_modules/a': A, 'node_modules/b': B });
            folder.write(join('node_modules/a', added), '');
            expect(() => listCode(folder.path)).toThrow(
                /node_modules\/a\/node_modules\/b\S* is no package, and Node\.js would load it for one: take it away/,
            );
        },
    );

    it('is listed where another package has the name of a dependency and .js', () => {
        using folder = written({ '.': OWN, 'node_modules/a': A, 'node_modules/b': B, 'node_modules/b.js': B, b: B });
        symlinkSync(join(folder.path, 'b'), join(folder.path, 'node_modules/a.js'), 'junction');
        expect(listCode(folder.path).missing).toEqual([]);
    });

    it('is that of packages above a folder without one, where Node.js does not stop', () => {
        using folder = written({ '.': OWN, 'node_modules/a': A, 'node_modules/b': B });
        const before = digestIn(folder);
        mkdirSync(join(folder.path, 'node_modules/a/node_modules/b'), { recursive: true });
        expect(digestIn(folder)).toBe(before);
    });

    it('does not take a node_modules that leads elsewhere', () => {
        using folder = written({ '.': OWN, 'node_modules/a': A, 'node_modules/b': B, elsewhere: B });
        symlinkSync(join(folder.path, 'elsewhere'), join(folder.path, 'dist/node_modules'), 'junction');
        expect(() => listCode(folder.path)).toThrow(/dist\/node_modules is code, and cannot be read/);
    });

    it('leaves out what each machine has otherwise, and says so', () => {
        const manifest =
            '{ "name": "basic", "optionalDependencies": { "native": "1", "gone": "1" }, "dependencies": { "built": "1" } }';
        const native = { 'package.json': '{ "name": "native", "os": ["linux"] }', 'x.node': '' };
        const built = {
            'package.json': '{ "name": "built", "version": "2.0.0" }',
            'binding.gyp': '',
            'build/x.node': '',
        };
        using folder = written({
            '.': { 'package.json': manifest, 'index.js': '' },
            'node_modules/native': native,
            'node_modules/built': built,
        });
        const { listing, missing, leftOut } = listCode(folder.path);
        expect({ missing, leftOut }).toEqual({ missing: [], leftOut: ['native', 'build/ of built@2.0.0'] });
        expect([...listing.files.keys()].sort()).toEqual([
            'index.js',
            'node_modules/built@2.0.0/binding.gyp',
            'node_modules/built@2.0.0/package.json',
            'package.json',
        ]);
    });

    it('goes by what package.json names, the last rule first', () => {
        const files = ['lib', '!lib/**/*.test.js', 'data/*.json', '*.wasm', './one.txt'];
        using folder = written({ '.': { 'package.json': JSON.stringify({ main: 'lib/a.js', files }) } });
        const taken = ['data/a.json', 'lib/a.js', 'lib/b/c.wasm', 'one.txt', 'package.json', 'x/y.wasm'];
        const left = ['lib/b/c.test.js', 'data/b/a.json', 'dist/a.js', 'index.js'];
        for (const name of [...taken.slice(0, 4), 'x/y.wasm', ...left]) folder.write(name, '');
        expect([...listCode(folder.path).listing.files.keys()].sort()).toEqual(taken);
        folder.write('package.json', JSON.stringify({ files: ['{lib,dist}'] }));
        expect(() => listCode(folder.path)).toThrow(
            /"files" in .* has "\{lib,dist\}", which is not understood: write names/,
        );
    });

    it('has no folders in place of files', () => {
        using folder = written({ '.': OWN });
        mkdirSync(join(folder.path, 'other'));
        symlinkSync(join(folder.path, 'other'), join(folder.path, 'dist/link'), 'junction');
        expect(() => listCode(folder.path)).toThrow(/dist\/link is code, and cannot be read \(.*\): put a file there/);
        expect(() => listCode(join(folder.path, 'other'))).toThrow('package.json does not exist');
    });
});
