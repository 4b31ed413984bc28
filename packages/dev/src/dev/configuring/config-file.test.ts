import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from 'heddle/command';
import { CONFIG_FILE, type DevConfig, readDevConfig } from './config-file';

function read(content: string): DevConfig | undefined {
    using folder = new TemporaryFolder();
    folder.write(CONFIG_FILE, content);
    return readDevConfig(folder.path);
}

describe('heddle.config.json', () => {
    it('need not be there', () => {
        using folder = new TemporaryFolder();
        expect(readDevConfig(folder.path)).toBeUndefined();
    });

    it('says what options say, and more, with comments and paths of its own folder', () => {
        using folder = new TemporaryFolder();
        const file = folder.write(
            CONFIG_FILE,
            `{
                // The network.
                "channel": "trade", "organizations": ["Org1MSP", "Org2MSP"], "port": 0, "store": "kept",
                "determinism": "off", "queries": "couchdb",
                "users": { "minter": { "organization": "Org2MSP", "type": "client", "attributes": { "role": "minter" } } },
                "chaincodes": [
                    { "name": "bond", "folder": "packages/bond", "collectionsConfig": "bond.json" },
                    { "folder": "packages/token", "endorsementPolicy": "OR('Org1MSP.peer')", "build": "npm run all" },
                ],
            }`,
        );
        expect(readDevConfig(folder.path)).toEqual({
            file,
            channel: 'trade',
            organizations: ['Org1MSP', 'Org2MSP'],
            port: 0,
            store: join(folder.path, 'kept'),
            determinism: 'off',
            queries: 'couchdb',
            users: new Map([
                ['minter', { organization: 'Org2MSP', type: 'client', attributes: new Map([['role', 'minter']]) }],
            ]),
            chaincodes: [
                {
                    name: 'bond',
                    folder: join(folder.path, 'packages/bond'),
                    collectionsConfig: join(folder.path, 'bond.json'),
                },
                {
                    folder: join(folder.path, 'packages/token'),
                    endorsementPolicy: "OR('Org1MSP.peer')",
                    build: 'npm run all',
                },
            ],
        });
    });

    it.each([
        [
            '{ "organisations": [] }',
            /organisations in .*heddle\.config\.json means nothing to heddle dev: did you mean organizations\?/,
        ],
        [
            '{ "users": { "a": { "typ": "admin" } } }',
            /users\.a\.typ in .* did you mean type\? There can be organization, type, attr/,
        ],
        [
            '{ "chaincodes": [{ "path": "x" }] }',
            /chaincodes\.0\.path in .* means nothing to heddle dev: There can be name, folder/,
        ],
        ['{ "port": "7051" }', /^port in .* is "7051": give a whole number$/],
        ['{ "queries": "mongodb" }', /^queries in .* is "mongodb": give "leveldb" or "couchdb"$/],
        ['{ "tls": 1 }', /^tls in .* is 1: give true or false$/],
        ['{ "users": [] }', /^users in .* is \[\]: give an object$/],
        ['{ "users": { "a": { "attributes": { "n": 3 } } } }', /^users\.a\.attributes\.n in .* is 3: give a text/],
        ['{ "organizations": "Org1MSP" }', /^organizations in .* is "Org1MSP": give a list$/],
        ['[]', /heddle\.config\.json is \[\]: give an object$/],
        ['{ "channel": \n }', /is not JSON \(ValueExpected in line 2\): correct it$/],
    ])('is refused as %j', (content, message) => {
        const reading = (): DevConfig | undefined => read(content);
        expect(reading).toThrow(ConfigurationError);
        expect(reading).toThrow(message);
    });
});
