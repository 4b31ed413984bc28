import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeOrganizations } from '../scenarios/describe-organizations';
import { BOTH, DEMANDING_CHAINCODE, EITHER, ORGANIZATION_COLLECTIONS } from '../scenarios/organization-scenarios';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { define, deployForEach, type Deployment, type DeploymentOptions } from './deployment';
import { FabricNetwork } from './fabric-network';
import { untilAllEndorse } from './until-all-endorse';

const options = networkOptionsOfRun();
const takesEd25519 = options.binaries.line !== '2.5';
const deployments = new Map<string, Deployment>();
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    const channelCapability = takesEd25519 ? 'V3_0' : 'V2_0';
    network = await FabricNetwork.start({ ...options, channelCapability });
    target = new GatewayTarget(Object.assign(network, { redefine, endServer }));
    for (const name of [SCENARIO_CHAINCODE, DEMANDING_CHAINCODE]) {
        deployments.set(name, await deployForEach(network, scenarioChaincode, definitionOf(name)));
        for (const gateway of network.organizations) await untilAllEndorse(target, name, gateway);
    }
});

afterAll(async () => {
    target.close();
    for (const one of deployments.values()) await one[Symbol.asyncDispose]();
    await network.close();
});

describeOrganizations(`two peers of Fabric ${options.binaries.version}`, takesEd25519, () => target);

function definitionOf(name: string): DeploymentOptions {
    const signaturePolicy = name === DEMANDING_CHAINCODE ? BOTH : EITHER;
    return { name, signaturePolicy, collections: ORGANIZATION_COLLECTIONS };
}

async function endServer(name: string): Promise<void> {
    await deployments.get(name)?.servers[0]?.close();
}

async function redefine(name: string): Promise<void> {
    const { packages = [] } = deployments.get(name) ?? {};
    await define(network, { ...definitionOf(name), sequence: 2 }, ...packages);
}
