import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runClientApplication, shownOutput } from './harness/client-application';
import { DevPackage } from './harness/dev-package';

const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };

interface WrittenConnection {
    readonly gateway: string;
    readonly organizations: readonly [{ readonly certificatePath: string; readonly privateKeyPath: string }];
}

let dev: DevPackage | undefined;

function running(): DevPackage {
    if (dev === undefined) throw new Error('heddle dev does not run');
    return dev;
}

function connectionOf({ folder }: DevPackage): WrittenConnection {
    return JSON.parse(readFileSync(join(folder, '.heddle', 'connection.json'), 'utf8')) as WrittenConnection;
}

afterAll(() => dev?.[Symbol.asyncDispose]());

describe('clients of heddle dev', () => {
    beforeAll(async () => {
        dev = await DevPackage.start(['--organizations', 'Org1MSP,Org2MSP']);
    });

    it('run the example of a client application, by nothing but its environment', async () => {
        const { gateway, organizations } = connectionOf(running());
        const [{ certificatePath, privateKeyPath }] = organizations;
        const ended = await runClientApplication({
            PEER_ENDPOINT: gateway,
            CERT_DIRECTORY_PATH: dirname(certificatePath),
            KEY_DIRECTORY_PATH: dirname(privateKeyPath),
        });
        expect(ended).toEqual({ code: 0, stdout: shownOutput(), stderr: '' });
    });

    it('submit, query and hear of it by the command, without any option', async () => {
        const created = await running().heddle('invoke', 'createAsset', JSON.stringify(RED));
        const [, txId, block = ''] = /^transaction (\w{64}) is VALID in block (\d+)/.exec(created.stderr) ?? [];
        expect(created).toMatchObject({ code: 0, stdout: '' });
        for (const user of [[], ['--as', 'Admin'], ['--msp-id', 'Org2MSP']]) {
            const read = await running().heddle('query', 'readAsset', 'a1', ...user);
            expect([read.stderr, JSON.parse(read.stdout)]).toEqual(['', RED]);
        }
        const heard = await running().heddle('events', '--from-block', block, '--count', '1');
        expect(JSON.parse(heard.stdout)).toMatchObject({ txId, payload: { id: 'a1', owner: 'ann' } });
    });

    it.each<[string, readonly string[], RegExp]>([
        [
            'a misspelt function',
            ['query', 'readAsst', 'a1'],
            /did you mean readAsset\? The chaincode has .*createAsset/,
        ],
        [
            'a missing argument',
            ['query', 'readAsset'],
            /correct the arguments: readAsset takes 1 argument: id \(string\)/,
        ],
        ['an id that is not there', ['invoke', 'deleteAsset', 'a9'], /not in the ledger of mychannel: check the id/],
    ])('are told what to do about %s', async (_, args, remedy) => {
        const ended = await running().heddle(...args);
        expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(remedy) });
    });
});

describe('clients of heddle dev, as written for a real network', () => {
    it("find TLS and users where Fabric's samples look for them", async () => {
        await using encrypted = await DevPackage.start(['--tls', '--crypto-dir', 'organizations']);
        const org1 = join(encrypted.folder, 'organizations', 'peerOrganizations', 'org1.example.com');
        const msp = join(org1, 'users', 'User1@org1.example.com', 'msp');
        const ended = await runClientApplication({
            PEER_ENDPOINT: connectionOf(encrypted).gateway,
            PEER_HOST_ALIAS: 'peer0.org1.example.com',
            TLS_CERT_PATH: join(org1, 'peers', 'peer0.org1.example.com', 'tls', 'ca.crt'),
            CERT_DIRECTORY_PATH: join(msp, 'signcerts'),
            KEY_DIRECTORY_PATH: join(msp, 'keystore'),
        });
        expect(ended).toEqual({ code: 0, stdout: shownOutput(), stderr: '' });
        expect(await encrypted.heddle('query', 'listAssets', '1')).toMatchObject({ code: 0, stderr: '' });
    });
});
