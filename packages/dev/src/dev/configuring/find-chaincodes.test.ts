import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { readManifest } from 'heddle/command';
import { readDevConfig } from './config-file';
import { findChaincodes } from './find-chaincodes';

const CONTRACT = '{ "dependencies": { "@heddle/contract": "*" } }';

/** Writes the files, and tells the folders of the chaincodes, relative to theirs. */
function foldersOf(files: Readonly<Record<string, string>>): string[] {
    using folder = new TemporaryFolder();
    for (const [name, content] of Object.entries(files)) folder.write(name, content);
    const found = findChaincodes(folder.path, readManifest(folder.path), readDevConfig(folder.path));
    return found.map((one) => one.folder.slice(folder.path.length + 1));
}

describe('the packages that heddle dev runs', () => {
    it('are the one in the folder, by default', () => {
        expect(foldersOf({ 'package.json': '{}', 'packages/token/package.json': CONTRACT })).toEqual(['']);
    });

    it('are the workspaces with contracts, where the folder has none itself', () => {
        const others = {
            'packages/trade/package.json': '{ "dependencies": { "fabric-contract-api": "*" } }',
            'packages/token/package.json': CONTRACT,
            'packages/client/package.json': '{ "dependencies": { "@hyperledger/fabric-gateway": "*" } }',
            'packages/token/node_modules/x/package.json': CONTRACT,
            'apps/legacy/package.json': '{ "dependencies": { "fabric-shim": "*" } }',
            'elsewhere/package.json': CONTRACT,
        };
        const workspaces = ['packages/*', './apps/legacy/'];
        const found = ['apps/legacy', 'packages/token', 'packages/trade'];
        expect(foldersOf({ 'package.json': JSON.stringify({ workspaces }), ...others })).toEqual(found);
        expect(
            foldersOf({ 'package.json': JSON.stringify({ workspaces: { packages: workspaces } }), ...others }),
        ).toEqual(found);
        const own = { workspaces, dependencies: { '@heddle/contract': '*' } };
        expect(foldersOf({ 'package.json': JSON.stringify(own), ...others })).toEqual(['']);
    });

    it('are those of the configuration file, in its order', () => {
        const files = {
            'package.json': '{ "workspaces": ["packages/*"] }',
            'a/package.json': '{}',
            'b/package.json': '{}',
        };
        const config = (chaincodes: object[]): string => JSON.stringify({ chaincodes });
        expect(foldersOf({ ...files, 'heddle.config.json': config([{ folder: 'b' }, { folder: 'a' }]) })).toEqual([
            'b',
            'a',
        ]);
        expect(foldersOf({ ...files, 'heddle.config.json': config([{ name: 'own' }]) })).toEqual(['']);
        expect(() => foldersOf({ ...files, 'heddle.config.json': config([{ folder: 'c' }]) })).toThrow(
            new RegExp(
                `^chaincodes\\.0\\.folder in .* leads to .*${join('/', 'c')} \\(.*\\): give the folder of a package`,
            ),
        );
    });
});
