import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { isAdopted, overrideOthers, overridePackages, replaceDependencies, takeBack } from './adoption';
import { fromTarballs, REGISTRY } from './facade-source';
import { JsonFile } from './json-file';
import { PACKAGE_MANAGERS, type PackageManager } from './package-manager';

const MANIFEST = `{
  "name": "cc", "files": ["a",  "b"],
  "dependencies": {
    "fabric-contract-api": "~2.5",
    "json-stringify-deterministic": "^1.0.0"
  },
  "devDependencies": {
    "fabric-shim": "^2.5.4"
  }
}
`;
const WORKSPACE = '# of the team\npackages:\n  - a # the first\n';

function open(folder: TemporaryFolder, text = MANIFEST): JsonFile {
    folder.write('package.json', text);
    return JsonFile.read(join(folder.path, 'package.json'));
}

function manager(name: string): PackageManager {
    const found = PACKAGE_MANAGERS.find((one) => one.name === name);
    if (found === undefined) throw new Error(name);
    return found;
}

describe('an adoption', () => {
    it('replaces what package.json asks for itself, and nothing else', () => {
        using folder = new TemporaryFolder();
        const manifest = open(folder);
        const changes = replaceDependencies(manifest, REGISTRY);
        expect(changes.map(({ section, name, before }) => [section, name, before])).toEqual([
            ['dependencies', 'fabric-contract-api', '~2.5'],
            ['devDependencies', 'fabric-shim', '^2.5.4'],
        ]);
        expect(manifest.get(['dependencies'])).toEqual({
            'fabric-contract-api': 'npm:@heddle/fabric-contract-api@~2.5.0',
            'json-stringify-deterministic': '^1.0.0',
        });
        expect(isAdopted(manifest)).toBe(true);
    });

    it.each(['npm', 'yarn', 'pnpm'])('is taken back to the character with %s', (name) => {
        using folder = new TemporaryFolder();
        const manifest = open(folder);
        replaceDependencies(manifest, REGISTRY);
        expect(overridePackages(manifest, REGISTRY, manager(name))).toHaveLength(3);
        takeBack(manifest);
        expect(manifest.text).toBe(MANIFEST);
        expect(existsSync(join(folder.path, 'pnpm-workspace.yaml'))).toBe(false);
    });

    it('says to npm by reference what package.json asks for itself', () => {
        using folder = new TemporaryFolder();
        const manifest = open(folder);
        replaceDependencies(manifest, REGISTRY);
        overridePackages(manifest, REGISTRY, manager('npm'));
        expect(manifest.get(['overrides'])).toEqual({
            'fabric-contract-api': '$fabric-contract-api',
            'fabric-shim': '$fabric-shim',
            'fabric-shim-api': 'npm:@heddle/fabric-shim-api@~2.5.0',
        });
    });

    it('leaves overrides of the author, and gives back the one that it replaces', () => {
        using folder = new TemporaryFolder();
        const text = MANIFEST.replace(
            '"name"',
            '"resolutions": {\n    "fabric-shim": "2.5.4",\n    "long": "5.2.3"\n  },\n  "name"',
        );
        const manifest = open(folder, text);
        overridePackages(manifest, REGISTRY, manager('yarn'));
        expect(manifest.get(['resolutions'])).toMatchObject({
            'fabric-shim': 'npm:@heddle/fabric-shim@~2.5.0',
            long: '5.2.3',
        });
        takeBack(manifest);
        expect(manifest.text).toBe(text);
    });

    it("keeps the comments of pnpm's file", () => {
        using folder = new TemporaryFolder();
        const file = join(folder.path, 'pnpm-workspace.yaml');
        folder.write('pnpm-workspace.yaml', WORKSPACE);
        const manifest = open(folder);
        overridePackages(manifest, REGISTRY, manager('pnpm'));
        expect(readFileSync(file, 'utf8')).toContain(`${WORKSPACE}overrides:\n  fabric-contract-api: `);
        takeBack(manifest);
        expect(readFileSync(file, 'utf8')).toBe(WORKSPACE);
    });

    it('names what is packed in a folder, with the dependencies that no registry has', () => {
        using folder = new TemporaryFolder();
        for (const name of ['heddle-fabric-contract-api-2.5.0', 'heddle-fabric-shim-2.5.0', 'heddle-core-0.1.0-rc.1'])
            folder.write(`packed/${name}.tgz`, '');
        folder.write('packed/heddle-0.1.0.tgz', '');
        const packed = join(folder.path, 'packed');
        const source = fromTarballs(packed);
        const manifest = open(folder);
        replaceDependencies(manifest, source);
        overrideOthers(manifest, source, manager('npm'));
        expect(manifest.get(['devDependencies', 'fabric-shim'])).toBe(`file:${packed}/heddle-fabric-shim-2.5.0.tgz`);
        expect(manifest.get(['overrides', '@heddle/core'])).toBe(`file:${packed}/heddle-core-0.1.0-rc.1.tgz`);
        expect(manifest.get(['overrides', 'heddle'])).toBe(`file:${packed}/heddle-0.1.0.tgz`);
        expect(() => source.specOf('fabric-shim-api')).toThrow(
            `${packed} has no packed @heddle/fabric-shim-api: run "npm pack" for it into the folder`,
        );
    });
});
