import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeOrganizations } from '../scenarios/describe-organizations';
import { BOTH, DEMANDING_CHAINCODE, EITHER, ORGANIZATION_COLLECTIONS } from '../scenarios/organization-scenarios';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { script } from '../scenarios/script';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { approve, define, install, type Installed, serve } from './deployment';
import { FabricNetwork } from './fabric-network';

const options = networkOptionsOfRun();
const takesEd25519 = options.binaries.line !== '2.5';
const servers: ChaincodeServer[] = [];
const installed = new Map<string, readonly Installed[]>();
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start({
        ...options,
        // One database for two peers would be one ledger's state written by both.
        couchDbUrl: undefined,
        peers: ['Org1', 'Org2'],
        channelCapability: takesEd25519 ? 'V3_0' : 'V2_0',
    });
    for (const name of [SCENARIO_CHAINCODE, DEMANDING_CHAINCODE]) await deploy(name);
    target = new GatewayTarget(Object.assign(network, { redefine: (name: string) => commit(name, 2) }));
    for (const gateway of ['Org1', 'Org2'] as const) await untilBothAreKnown(gateway);
});

afterAll(async () => {
    target.close();
    await Promise.all(servers.map((server) => server.close()));
    await network.close();
});

describeOrganizations(`two peers of Fabric ${options.binaries.version}`, takesEd25519, () => target);

/** Each organization runs the chaincode in a package of its own. */
async function deploy(name: string): Promise<void> {
    const packages: Installed[] = [];
    for (const organization of network.peers) packages.push(await install(network, { name, organization }));
    installed.set(name, packages);
    for (const one of packages) servers.push(await serve(network, scenarioChaincode, one));
    await commit(name, 1);
}

async function commit(name: string, sequence: number): Promise<void> {
    const signaturePolicy = name === DEMANDING_CHAINCODE ? BOTH : EITHER;
    const definition = { name, sequence, signaturePolicy, collections: ORGANIZATION_COLLECTIONS };
    const [first, ...others] = installed.get(name) ?? [];
    if (first === undefined) throw new Error(`${name} is not installed`);
    for (const one of others) await approve(network, definition, one);
    await define(network, definition, first);
}

/** Peers hear of each other's chaincodes some time after they are committed. */
async function untilBothAreKnown(gateway: 'Org1' | 'Org2'): Promise<void> {
    for (const chaincode of [SCENARIO_CHAINCODE, DEMANDING_CHAINCODE]) {
        const call = script([], { chaincode, gateway, client: gateway, endorsedBy: ['Org1MSP', 'Org2MSP'] });
        for (let tries = 0; (await target.submit(call)).status !== 200; tries++) {
            if (tries === 100) throw new Error(`the peer of ${gateway} does not hear of the other one's ${chaincode}`);
            await sleep(100);
        }
    }
}
