import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { actsOnImport } from './repository/import-actions';
import { listPackedFiles } from './repository/packed-files';
import { isTestOnly, type Manifest, readManifest, readPackages, ROOT } from './repository/source-files';

/** What npm and its readers take from a package.json. */
interface PublishedManifest extends Manifest {
    readonly private?: boolean;
    readonly description: string;
    readonly keywords: readonly string[];
    readonly license: string;
    readonly engines: Readonly<Record<string, string>>;
    readonly sideEffects?: false | readonly string[];
    readonly main?: string;
    readonly types?: string;
    /** Left out where every path of the package may be imported. */
    readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
    readonly bin?: Readonly<Record<string, string>>;
    readonly publishConfig: unknown;
}

const published = readPackages()
    .map((member) => ({ ...member, manifest: member.manifest as PublishedManifest }))
    .filter(({ manifest }) => manifest.private !== true);
const packed = listPackedFiles(published);
const { engines } = readManifest('.') as PublishedManifest;

it('studio promise 19: the page is packed as it is served, without its sources and their tests', () => {
    const paths = packed.get('@heddle/studio') ?? [];
    expect(paths.filter((path) => path.startsWith('dist/files/'))).toHaveLength(4);
    expect(paths.filter((path) => /\.test\.|\.tsx|^src\//.test(path))).toEqual([]);
});

describe.each(published.map((member) => [member.manifest.name, member] as const))('%s', (name, member) => {
    const { folder, manifest } = member;
    const paths = packed.get(name) ?? [];
    const readme = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');

    it('is found on npm by words of its own, in one line of text', () => {
        expect(manifest.keywords).toEqual(expect.arrayContaining(['hyperledger-fabric', 'chaincode']));
        expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
        expect(manifest.description).toMatch(/^[^\n]{20,120}$/);
    });

    it('is published for everybody, with its license, its provenance and the engines of the repository', () => {
        expect(manifest).toMatchObject({ license: 'Apache-2.0', engines });
        expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
        const license = readFileSync(join(ROOT, folder, 'LICENSE'), 'utf8');
        expect(license).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
    });

    it('packs what it promises, and nothing that is there for tests', () => {
        const { main = 'index.js', types = 'index.d.ts', bin = {} } = manifest;
        const promised = [...Object.values(manifest.exports ?? { '.': { types, default: main } }), bin]
            .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
            .map((path) => posix.normalize(path));
        expect(paths).toEqual(expect.arrayContaining([...promised, 'LICENSE', 'README.md', 'package.json']));
        // The tests of a template are for the project that is made of it.
        const own = paths.filter((path) => !path.startsWith('templates/'));
        const sources = own.map((path) => path.replace(/^dist\/(.*?)\.(?:d\.ts|js)(?:\.map)?$/, 'src/$1.ts'));
        expect(sources.filter((path) => isTestOnly(`${folder}/${path}`) || path.includes('.tsbuildinfo'))).toEqual([]);
    });

    it('packs every module that one of its modules loads', () => {
        const loaded = paths
            .filter((path) => /^dist\/(?!files\/).*\.js$/.test(path))
            .flatMap((path) => {
                const text = readFileSync(join(ROOT, folder, path), 'utf8');
                return Array.from(text.matchAll(/\brequire\("(\.[^"]*)"\)/g), ([, target = '']) =>
                    posix.join(posix.dirname(path), target),
                );
            });
        const isPacked = (module: string): boolean =>
            ['', '.js', '.json', '/index.js'].some((end) => paths.includes(`${module}${end}`));
        expect(loaded.filter((module) => !isPacked(module))).toEqual([]);
    });

    it('says which of its modules act when they are imported', () => {
        const acting = member.files
            .filter((file) => !isTestOnly(file.path) && actsOnImport(file))
            .map(({ path }) => `./dist${path.slice(`${folder}/src`.length).replace(/\.ts$/, '.js')}`);
        const { sideEffects = acting } = manifest; // a bundler takes all modules for acting where nothing is said
        expect(sideEffects === false ? [] : sideEffects).toEqual(acting);
    });

    it('has a README whose links lead to what is packed, and whose pages there are', () => {
        const links = Array.from(readme.matchAll(/\]\((?!https:)([^)#]*)/g), ([, path = '']) => posix.normalize(path));
        expect(links.filter((path) => !paths.includes(path))).toEqual([]);
        const pages = Array.from(readme.matchAll(/heddle docs ([\w/-]+)/g), ([, page = '']) => page);
        const isThere = (page: string): boolean =>
            ['guide', 'reference', '.'].some((folder) => existsSync(join(ROOT, 'docs', folder, `${page}.md`)));
        expect(pages.filter((page) => !isThere(page))).toEqual([]);
    });
});

describe('a module', () => {
    it.each([
        ['acts where it calls something', true, 'register();'],
        ['acts where it imports another one for that alone', true, "import 'reflect-metadata';"],
        ['does not act where it declares', false, "'use strict';\nimport { a } from 'a';\nexport const b = a();"],
    ])('%s', (_, acts, text) => {
        expect(actsOnImport({ path: 'module.ts', text })).toBe(acts);
    });
});
