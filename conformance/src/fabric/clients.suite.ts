import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractChaincode } from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runClientApplication, shownOutput } from '../harness/client-application';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';
import { networkOptionsOfRun } from './conformance-run';
import { deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';

const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };

const options = networkOptionsOfRun();
let network: FabricNetwork;
let deployment: Deployment;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    const chaincode = new ContractChaincode({
        contracts: [AssetTransfer],
        logger: createLogger('error', () => undefined),
    });
    deployment = await deployForEach(network, chaincode, { name: 'asset-transfer' });
});

afterAll(async () => {
    await deployment[Symbol.asyncDispose]();
    await network.close();
});

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
    return runProgram([HEDDLE, ...args], { cwd: network.folder.root, env });
}

/** With the variables that the peer command takes. */
function heddle(...args: readonly string[]): Promise<Ended> {
    return run(args, {
        CHANNEL_NAME: 'mychannel',
        CHAINCODE_NAME: 'asset-transfer',
        CORE_PEER_ADDRESS: network.peerAddress,
        CORE_PEER_LOCALMSPID: 'Org1MSP',
        CORE_PEER_MSPCONFIGPATH: network.folder.user('Org1', 'User1').mspFolder,
        CORE_PEER_TLS_ROOTCERT_FILE: network.folder.peerCa(),
        CORE_PEER_TLS_SERVERHOSTOVERRIDE: 'localhost',
    });
}

describe(`clients of a peer of Fabric ${options.binaries.version}`, () => {
    it('run the example of a client application as its README shows', async () => {
        const { mspFolder, mspId } = network.folder.user('Org1', 'User1');
        const ended = await runClientApplication({
            PEER_ENDPOINT: network.peerAddress,
            PEER_HOST_ALIAS: 'localhost',
            TLS_CERT_PATH: network.folder.peerCa(),
            MSP_ID: mspId,
            CERT_DIRECTORY_PATH: join(mspFolder, 'signcerts'),
            KEY_DIRECTORY_PATH: join(mspFolder, 'keystore'),
        });
        expect(ended).toEqual({ code: 0, stdout: shownOutput(), stderr: '' });
    });

    it('submit, query and hear of it by the command', async () => {
        const created = await heddle('invoke', 'createAsset', JSON.stringify(RED));
        expect(created).toMatchObject({ code: 0, stdout: '' });
        const [, txId, block] = /^transaction (\w{64}) is VALID in block (\d+) of mychannel/.exec(created.stderr) ?? [];

        expect(JSON.parse((await heddle('query', 'readAsset', 'a1')).stdout)).toEqual(RED);
        const events = await heddle('events', '--from-block', String(block), '--count', '1');
        expect(JSON.parse(events.stdout)).toEqual({
            blockNumber: Number(block),
            txId,
            chaincode: 'asset-transfer',
            name: 'AssetCreated',
            payload: { id: 'a1', owner: 'ann' },
        });
    });

    const READ = ['query', 'readAsset', 'a1'];
    it.each<[string, readonly string[], RegExp]>([
        [
            'a refusal',
            ['invoke', 'transferAsset', 'none', 'bob'],
            /ABORTED: .*\n.* of Org1MSP: .* 404, ASSET_NOT_FOUND/,
        ],
        [
            'a chaincode that is not there',
            [...READ, '--chaincode', 'other'],
            /no peers available.*\n.* --chaincode other/,
        ],
        [
            'the same of a submit',
            ['invoke', 'f', '--chaincode', 'other'],
            /No metadata was found.*\n.* --chaincode other/,
        ],
        ['a channel that is not there', [...READ, '--channel', 'other'], /config for channel.*\n.* --channel other/],
        ['the same of events', ['events', '--channel', 'other'], /PERMISSION_DENIED.*\n.* --channel other/],
        ['an organization without peers', ['invoke', 'f', '--endorsing-org', 'Org3MSP'], /Org3MSP\n.* --endorsing-org/],
        ['a foreign user', [...READ, '--msp-id', 'Org7MSP'], /access denied.*\n.*user of Org7MSP.* check --msp-id/],
        ['a wrong name', [...READ, '--tls-host-override', 'peer7'], /altnames.*\n.* --tls-host-override/],
        ['a dead address', [...READ, '--gateway', '127.0.0.1:1'], /ECONNREFUSED 127.0.0.1:1\n.*listens on 127.0.0.1:1/],
        ['no name', [...READ, '--gateway', 'nowhere.invalid:1'], /Name resolution.*\n.*listens on nowhere.invalid:1/],
    ])('are told by the command of %s, and what to do', async (_what, args, told) => {
        const ended = await heddle(...args);
        expect(ended).toMatchObject({ code: 1, stdout: '' });
        expect(ended.stderr).toMatch(told);
    });

    it('are told by the command of TLS that is wrong, or is missing', async () => {
        const otherCa = await heddle(...READ, '--tls-root-cert', network.folder.ordererCa);
        expect(otherCa.stderr).toMatch(/verify the first certificate\n.*check --tls-root-cert/);
        const msp = ['--msp-id', 'Org1MSP', '--msp-dir', network.folder.user('Org1', 'User1').mspFolder];
        const chaincode = ['--channel', 'mychannel', '--chaincode', 'asset-transfer'];
        const plain = await run([...READ, '--gateway', network.peerAddress, ...msp, ...chaincode], {});
        expect(plain.stderr).toMatch(/No connection established.*\n.*give --tls-root-cert/);
    });

    it('find a peer by a connection profile', async () => {
        const file = join(network.folder.root, 'profile.yaml');
        const pem = readFileSync(network.folder.peerCa(), 'utf8').trim().replaceAll('\n', '\n        ');
        writeFileSync(
            file,
            `client: { organization: Org1 }
organizations:
  Org1: { mspid: Org1MSP, peers: [peer0.org1.test] }
peers:
  peer0.org1.test:
    url: grpcs://${network.peerAddress}
    tlsCACerts:
      pem: |
        ${pem}
    grpcOptions: { ssl-target-name-override: localhost }
`,
        );
        const { mspFolder } = network.folder.user('Org1', 'User1');
        const profile = ['--connection-profile', file, '--msp-dir', mspFolder];
        const call = ['--channel', 'mychannel', '--chaincode', 'asset-transfer'];
        const ended = await run(['query', 'listAssets', '10', ...profile, ...call], {});
        expect(ended).toMatchObject({ code: 0, stderr: '' });
    });
});
