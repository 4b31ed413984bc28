import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { script, submitSteps, valueOf } from '../scenarios/script';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define, type DeploymentOptions, install } from './deployment';
import { FabricNetwork } from './fabric-network';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    target = new GatewayTarget(network);
});

afterAll(async () => {
    target.close();
    await network.close();
});

/** PEM that cryptogen made: certificates for 127.0.0.1, and their authority. */
function pem(file: 'server.crt' | 'server.key' | 'ca.crt'): string {
    return readFileSync(join(network.folder.peer(), 'tls', file), 'utf8');
}

function clientPem(file: 'client.crt' | 'client.key'): string {
    const { mspFolder } = network.folder.user('Org1', 'User1');
    return readFileSync(join(mspFolder, '../tls', file), 'utf8');
}

type Tls = NonNullable<ConstructorParameters<typeof ChaincodeServer>[1]['tls']>;

async function served(
    definition: DeploymentOptions,
    tls: Tls | undefined,
    run: (server: ChaincodeServer) => Promise<void>,
): Promise<void> {
    const installed = await install(network, definition);
    const logger = chaincodeLogger(network);
    const { packageId, address } = installed;
    await using server = new ChaincodeServer(scenarioChaincode, { packageId, address, logger, tls });
    await server.start();
    await define(network, definition, installed);
    await run(server);
}

async function expectToWork(name: string): Promise<void> {
    await submitSteps(target, [['putState', 'a', name]], { chaincode: name });
    expect(await valueOf(target, ['getState', 'a'], { chaincode: name })).toBe(name);
}

async function expectNoConnection(name: string): Promise<void> {
    const { status, message } = await target.evaluate({ ...script([]), chaincode: name });
    expect(status).toBe(500);
    expect(message).toMatch(
        /could not launch chaincode .*: connection to .* failed: error cannot create connection for/s,
    );
    expect(message).toContain('context deadline exceeded');
}

describe(`TLS with a peer of Fabric ${options.binaries.version}`, () => {
    it('authenticates the server', async () => {
        const connection = { tls_required: true, root_cert: pem('ca.crt') };
        const tls = { key: pem('server.key'), cert: pem('server.crt') };
        await served({ name: 'tls', connection }, tls, () => expectToWork('tls'));
    });

    it('authenticates both', async () => {
        const connection = {
            tls_required: 'true',
            client_auth_required: 'true',
            root_cert: pem('ca.crt'),
            client_cert: clientPem('client.crt'),
            client_key: clientPem('client.key'),
        };
        const tls = { key: pem('server.key'), cert: pem('server.crt'), clientCACerts: pem('ca.crt') };
        await served({ name: 'mutual', connection }, tls, () => expectToWork('mutual'));
    });

    it('checks the server by its domain where both are authenticated', async () => {
        const connection = {
            domain: 'peer0.org1.test',
            tls_required: true,
            client_auth_required: true,
            root_cert: pem('ca.crt'),
            client_cert: clientPem('client.crt'),
            client_key: clientPem('client.key'),
        };
        const tls = { key: pem('server.key'), cert: pem('server.crt'), clientCACerts: pem('ca.crt') };
        await served({ name: 'domain', connection }, tls, () => expectToWork('domain'));
    });

    it('refuses a peer without a certificate', async () => {
        const connection = { tls_required: true, root_cert: pem('ca.crt'), dial_timeout: '1s' };
        const tls = { key: pem('server.key'), cert: pem('server.crt'), clientCACerts: pem('ca.crt') };
        await served({ name: 'no-certificate', connection }, tls, () => expectNoConnection('no-certificate'));
    });

    it('refuses a peer that does not speak TLS', async () => {
        const connection = { tls_required: false, dial_timeout: '1s' };
        const tls = { key: pem('server.key'), cert: pem('server.crt') };
        await served({ name: 'plain-peer', connection }, tls, () => expectNoConnection('plain-peer'));
    });

    it('is refused by a peer where it does not speak TLS', async () => {
        const connection = { tls_required: true, root_cert: pem('ca.crt'), dial_timeout: '1s' };
        await served({ name: 'plain-server', connection }, undefined, () => expectNoConnection('plain-server'));
    });
});
