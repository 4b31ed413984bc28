import { join, resolve } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, type PackageManifest } from 'heddle/command';
import type { DevOptions } from './dev-options';
import { type DevSettings, resolveDevSettings } from './dev-settings';

function settings(options: Partial<DevOptions> = {}, manifest: PackageManifest = { name: 'cars' }): DevSettings {
    return resolveDevSettings({ options, folder: '/package', manifest });
}

describe('the settings of heddle dev', () => {
    it('have defaults that run a package as it is', () => {
        expect(settings()).toEqual({
            channel: 'mychannel',
            chaincodes: [
                {
                    name: 'cars',
                    folder: '/package',
                    manifest: { name: 'cars' },
                    collections: undefined,
                    endorsementPolicy: undefined,
                    buildCommand: undefined,
                },
            ],
            mspIds: ['Org1MSP'],
            ports: [7051],
            isOneProcess: false,
            isEncrypted: false,
            storeFolder: undefined,
            cryptoFolder: join('/package', '.heddle', 'crypto'),
            queries: 'leveldb',
            executeTimeoutMs: 30_000,
            determinism: 'perturb',
            blockWaitMs: 0,
            asksInvariants: false,
            fork: undefined,
            hasJournal: true,
            hasStudio: true,
            studioPort: undefined,
            opensPage: false,
            showsTransient: false,
            users: [],
            inspectPort: undefined,
        });
    });

    it.each([
        ['@acme/asset-transfer', 'asset-transfer'],
        ['asset.transfer', 'asset-transfer'],
        ['-odd-', 'chaincode'],
        [undefined, 'chaincode'],
    ])('call the chaincode of package %j %j', (name, chaincodeName) => {
        expect(settings({}, { name }).chaincodes[0].name).toBe(chaincodeName);
    });

    it('keep identities with the ledger, unless they have a folder of their own', () => {
        expect(settings({ store: 'kept' })).toMatchObject({
            storeFolder: resolve('kept'),
            cryptoFolder: resolve('kept/crypto'),
        });
        expect(settings({ store: 'kept', cryptoDir: 'ids' }).cryptoFolder).toBe(resolve('ids'));
    });

    it.each([
        [{ channel: 'MyChannel' }, /^--channel is "MyChannel": begin with a lower-case letter/],
        [{ chaincodeName: 'a b' }, /^--chaincode-name is "a b": use letters and digits/],
        [{ organizations: 'Org1MSP,' }, /^--organizations is "Org1MSP,": give MSP ids/],
        [{ organizations: 'Org1MSP, org1msp' }, /^--organizations is .*: name each organization once/],
        [{ port: '65536' }, /^--port is "65536": give a port/],
        [{ port: '63000', organizations: 'A,B,C' }, /^--port is "63000": give a port from 1 to 61535, or 0/],
        [{ executeTimeoutMs: '30s' }, /^--execute-timeout-ms is "30s": give a whole number of milliseconds/],
        [{ executeTimeoutMs: '0' }, /^--execute-timeout-ms is "0"/],
        [{ collectionsConfig: '/nowhere.json' }, /^--collections-config is \/nowhere\.json, which cannot be read/],
    ])('are not %j', (options, text) => {
        const resolving = (): DevSettings => settings(options);
        expect(resolving).toThrow(ConfigurationError);
        expect(resolving).toThrow(text);
    });

    it("take collections as Fabric's peer command does", () => {
        using folder = new TemporaryFolder();
        const collection = { name: 'prices', policy: "OR('Org1MSP.member')", requiredPeerCount: 0, maxPeerCount: 1 };
        const write = (endorsementPolicy?: object): string =>
            folder.write('collections.json', JSON.stringify([{ ...collection, endorsementPolicy }]));
        expect(settings({ collectionsConfig: write() }).chaincodes[0].collections).toEqual([collection]);
        const signaturePolicy = "OR('Org1MSP.peer')";
        expect(settings({ collectionsConfig: write({ signaturePolicy }) }).chaincodes[0].collections).toEqual([
            { ...collection, endorsementPolicy: signaturePolicy },
        ]);
        const refused = write({ channelConfigPolicy: 'Endorsement' });
        expect(() => settings({ collectionsConfig: refused })).toThrow(/prices: "channelConfigPolicy" has no effect/);
        const wrong = folder.write('collections.json', '[{}]');
        expect(() => settings({ collectionsConfig: wrong })).toThrow(ConfigurationError);
    });
});
