import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findInstalledPackages } from './installed-packages';

function install(folder: TemporaryFolder, path: string, manifest: Readonly<Record<string, unknown>>): void {
    folder.write(`${path}/package.json`, JSON.stringify(manifest));
}

const FRAMEWORK = {
    name: '@somebody/framework',
    version: '1.2.3',
    dependencies: { 'fabric-shim': '^2.2.0', other: '1' },
    peerDependencies: { 'fabric-contract-api': '2.x' },
};

describe('what is installed', () => {
    it('is looked through for the originals, and for those that ask for them', () => {
        using folder = new TemporaryFolder();
        install(folder, 'node_modules/fabric-shim', { name: '@heddle/fabric-shim', version: '2.5.0' });
        install(folder, 'node_modules/@somebody/framework', FRAMEWORK);
        install(folder, 'node_modules/@somebody/framework/node_modules/fabric-shim', {
            name: 'fabric-shim',
            version: '2.2.0',
            dependencies: { 'fabric-shim-api': '2.2.0' },
        });
        folder.write('node_modules/broken/package.json', '{');
        folder.write('node_modules/.bin/tool', '');
        expect(findInstalledPackages(folder.path)).toEqual({
            originals: [join(folder.path, 'node_modules/@somebody/framework/node_modules/fabric-shim')],
            facades: [join(folder.path, 'node_modules/fabric-shim')],
            askers: [
                {
                    name: '@somebody/framework',
                    version: '1.2.3',
                    asksFor: { 'fabric-shim': '^2.2.0', 'fabric-contract-api': '2.x' },
                },
            ],
        });
    });

    it('is found in the layout of pnpm, too', () => {
        using folder = new TemporaryFolder();
        const store = 'node_modules/.pnpm';
        install(folder, `${store}/@somebody+framework@1.2.3/node_modules/@somebody/framework`, FRAMEWORK);
        install(folder, `${store}/fabric-shim@2.2.0/node_modules/fabric-shim`, { name: 'fabric-shim' });
        const { originals, askers } = findInstalledPackages(folder.path);
        expect(originals).toHaveLength(1);
        expect(askers.map(({ name }) => name)).toEqual(['@somebody/framework']);
    });

    it('is found behind a link to a package of the author, which is looked at and not into', () => {
        using folder = new TemporaryFolder();
        install(folder, 'framework', FRAMEWORK);
        install(folder, 'framework/node_modules/fabric-shim', { name: 'fabric-shim' });
        folder.write('node_modules/.lock', '');
        symlinkSync(join(folder.path, 'framework'), join(folder.path, 'node_modules', 'framework'), 'junction');
        const { originals, askers } = findInstalledPackages(folder.path);
        expect(originals).toEqual([]);
        expect(askers.map(({ name }) => name)).toEqual(['@somebody/framework']);
    });

    it('is nothing where nothing is', () => {
        using folder = new TemporaryFolder();
        expect(findInstalledPackages(folder.path)).toEqual({ originals: [], facades: [], askers: [] });
    });
});
