import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { sourceRuleOf, type WatchedPackage } from './source-rule';

/** Which of these paths count. */
function sourcesAmong(paths: readonly string[], rule: Partial<WatchedPackage>, folder: string): string[] {
    const sources = sourceRuleOf({ folder, entry: 'dist/index.js', isBuilt: true, besides: [], ...rule });
    return paths.filter((path) => sources.isSource(join(folder, path)));
}

describe('what counts as a source', () => {
    it('is code and its configuration, outside of dependencies, outputs and hidden folders', () => {
        const paths = ['src/a.ts', 'src/a.mts', 'package.json', 'lib/b.js', 'notes.txt', 'README.md', 'a.log'];
        const others = ['node_modules/x/a.js', 'dist/a.js', 'build/a.js', 'coverage/a.js', '.git/a.json', '.a.ts'];
        expect(sourcesAmong([...paths, ...others], {}, '/package')).toEqual(paths.slice(0, 4));
    });

    it('is what a package without a build runs, wherever that is', () => {
        const paths = ['dist/index.js', 'lib/b.js', 'index.js'];
        expect(sourcesAmong(paths, { isBuilt: false }, '/package')).toEqual(paths);
    });

    it('is not what the build makes: by tsconfig.json, by package.json, or beside the source', () => {
        using folder = new TemporaryFolder();
        folder.write('tsconfig.json', '{ // ours\n "compilerOptions": { "outDir": "./made" } }');
        folder.write('src/a.ts', '');
        const paths = ['made/a.js', 'lib/a.js', 'src/a.js', 'src/a.d.ts', 'src/b.js', 'tsconfig.json'];
        expect(sourcesAmong(paths, { entry: './lib/index.js' }, folder.path)).toEqual(['src/b.js', 'tsconfig.json']);
    });

    it('is not what the build of a project inside the package makes', () => {
        using folder = new TemporaryFolder();
        folder.write('client/tsconfig.json', '{}');
        const paths = ['client/dist/main.js', 'client/main.ts', 'src/dist/a.ts'];
        expect(sourcesAmong(paths, {}, folder.path)).toEqual(paths.slice(1));
    });

    it('is data that the package reads, and not what others write into its folder', () => {
        using folder = new TemporaryFolder();
        folder.write('src/main.ts', `import rates from '../rates.json'; const names = require('../data/names');`);
        folder.write('src/types.json', '{}');
        folder.write('data/names.json', '[]');
        folder.write('tsconfig.json', '{ "extends": "./base.json" }');
        const paths = ['rates.json', 'src/types.json', 'data/names.json', 'base.json', 'prices.yaml', 'package.json'];
        const read = [...paths, 'tsconfig.build.json', 'META-INF/statedb/couchdb/indexes/a.json'];
        const others = ['seen.json', 'data/seen.json', 'connection.yaml', 'seen.json.new', 'metadata.json'];
        const steps = ['tsc && cp prices.yaml dist'];
        expect(sourcesAmong([...read, ...others], { steps }, folder.path)).toEqual(read);
    });

    it('is data of a package without a build where its code names it', () => {
        using folder = new TemporaryFolder();
        folder.write('index.js', `const limits = require('./limits.json');`);
        const paths = ['limits.json', 'seen.json'];
        expect(sourcesAmong(paths, { isBuilt: false }, folder.path)).toEqual(['limits.json']);
    });

    it('is nothing in the folders that others write to, but the package itself stays', () => {
        const besides = ['/package/kept', '/package'];
        expect(sourcesAmong(['kept/a.json', 'src/a.ts'], { besides }, '/package')).toEqual(['src/a.ts']);
    });
});
