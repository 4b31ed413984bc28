import { ChaincodeServer } from '@heddle/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { script, submitSteps, valueOf } from '../scenarios/script';
import { networkOptionsOfRun } from './conformance-run';
import {
    approve,
    chaincodeLogger,
    define,
    deploy,
    type DeploymentOptions,
    install,
    type Installed,
} from './deployment';
import { FabricNetwork } from './fabric-network';
import { untilAllEndorse } from './until-all-endorse';

const options = networkOptionsOfRun();
const servers: ChaincodeServer[] = [];
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    const environment = { CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: '{"peername":"127.0.0.1"}' };
    network = await FabricNetwork.start({ ...options, environment });
    target = new GatewayTarget(network);
});

afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
});

afterAll(async () => {
    target.close();
    await network.close();
});

async function serve({ packageId, address }: Installed): Promise<void> {
    const server = new ChaincodeServer(scenarioChaincode, { packageId, address, logger: chaincodeLogger(network) });
    servers.push(server);
    await server.start();
}

async function deployed(definition: DeploymentOptions): Promise<void> {
    servers.push(await deploy(network, scenarioChaincode, definition));
}

/** What the builder said when an install failed. */
async function builderSays(name: string, changes: Partial<DeploymentOptions>): Promise<string> {
    const before = network.peerLog.length;
    await expect(install(network, { name, ...changes })).rejects.toThrow(/install failed with status: 500/);
    return network.peerLog.slice(before);
}

describe(`the lifecycle on a peer of Fabric ${options.binaries.version}`, () => {
    it('gives a package the id that was known before, and lists it', async () => {
        const { packageId } = await install(network, { name: 'listed' });
        expect(await network.cli.queryInstalled()).toContainEqual(
            expect.objectContaining({ package_id: packageId, label: 'listed_1' }),
        );
    });

    it.each(['external', 'CCAAS'])('takes packages of the type %s', async (type) => {
        const name = `type-${type.toLowerCase()}`;
        await deployed({ name, type });
        expect(await valueOf(target, ['getState', 'a'], { chaincode: name })).toBe('');
    });

    it('takes texts for booleans, and no dial_timeout, as the document has them', async () => {
        await deployed({ name: 'document', connection: { tls_required: 'false', dial_timeout: undefined } });
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'document' })).toBe('');
    });

    it("fills the peer's configuration into the address", async () => {
        const definition = { name: 'template', host: '{{.peername}}' };
        const installed = await install(network, definition);
        await serve({ ...installed, address: installed.address.replace('{{.peername}}', '127.0.0.1') });
        await define(network, definition, installed);
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'template' })).toBe('');
    });

    it.each([
        ['no tls_required', { connection: {} }, 'build: connection.json: "tls_required" is missing'],
        ['no root_cert', { connection: { tls_required: true } }, 'build: connection.json: "root_cert" is missing'],
        [
            'a number for a time',
            { connection: { tls_required: false, dial_timeout: 10 } },
            'build: connection.json: "dial_timeout": a number counts nanoseconds',
        ],
    ])('refuses a package with %s, and logs why', async (_what, changes, reason) => {
        expect(await builderSays('refused', changes)).toContain(reason);
    });

    it('refuses a package of another type, for want of a builder', async () => {
        const log = await builderSays('other-type', { type: 'golang' });
        expect(log).toContain('"type": not for this builder: expected ccaas or external, found "golang"');
    });

    it('demands init of a chaincode that requires it, once', async () => {
        await deployed({ name: 'initial', initRequired: true });
        const call = { ...script([['getState', 'initialised']]), chaincode: 'initial' };
        expect((await target.evaluate(call)).message).toContain('must call as init first');
        await network.cli.init('initial', ['anything']);
        expect(await valueOf(target, ['exists', 'initialised'], { chaincode: 'initial' })).toBe(true);
        await expect(network.cli.init('initial', ['again'])).rejects.toThrow('already initialized but called as init');
    });

    it('holds transactions to the policy of the definition', async () => {
        await deployed({ name: 'either', signaturePolicy: "OR('Org1MSP.peer','Org2MSP.peer')" });
        await submitSteps(target, [['putState', 'a', '1']], { chaincode: 'either' });
        await deployed({ name: 'both', signaturePolicy: "AND('Org1MSP.peer','Org2MSP.peer')" });
        const outcome = await target.submit({ ...script([['putState', 'a', '1']]), chaincode: 'both' });
        expect(outcome.message).toContain('required chaincodes are not installed on sufficient peers');
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'both' })).toBe('');
    });

    it('is endorsed by an organization that installs the package after the commit, and approves it', async () => {
        const definition = { name: 'later', signaturePolicy: "AND('Org1MSP.peer','Org2MSP.peer')" };
        await deployed(definition);
        const installed = await install(network, { ...definition, organization: 'Org2' });
        await serve(installed);
        await approve(network, definition, installed);
        await untilAllEndorse(target, 'later');
        await submitSteps(target, [['putState', 'a', '1']], { chaincode: 'later' });
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'later' })).toBe('1');
    });

    it('moves to a new package at another address, and keeps the state', async () => {
        await deployed({ name: 'upgraded' });
        await submitSteps(target, [['putState', 'a', '1']], { chaincode: 'upgraded' });
        const [first] = servers;
        await deployed({ name: 'upgraded', sequence: 2 });
        await first?.close();
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'upgraded' })).toBe('1');
    });

    it('takes a new definition of the same package without a new install or start', async () => {
        const definition = { name: 'redefined' };
        const installed = await install(network, definition);
        await serve(installed);
        await define(network, definition, installed);
        const [server] = servers;
        await define(network, { ...definition, sequence: 2, signaturePolicy: "OR('Org1MSP.peer')" }, installed);
        await submitSteps(target, [['putState', 'a', '1']], { chaincode: 'redefined' });
        expect(server?.sessionCount).toBe(1);
    });

    it('dials a server as soon as the definition is committed, before any call', async () => {
        await deployed({ name: 'early' });
        expect(await sessions(servers[0], 1)).toBe(1);
    });
});

async function sessions(server: ChaincodeServer | undefined, count: number): Promise<number> {
    while (server?.isReady === false) await new Promise((resolve) => setTimeout(resolve, 20));
    return server?.sessionCount ?? count - 1;
}
