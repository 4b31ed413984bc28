import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { COUNTER_CHAINCODES, describeEvents } from '../state/describe-events';
import { networkOptionsOfRun } from './conformance-run';
import { deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';
import { untilAllEndorse } from './until-all-endorse';

const options = networkOptionsOfRun();
const deployments: Deployment[] = [];
let network: FabricNetwork;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    using target = new GatewayTarget(network);
    for (const [name, chaincode] of Object.entries(COUNTER_CHAINCODES)) {
        deployments.push(await deployForEach(network, chaincode, { name }));
        await untilAllEndorse(target, name);
    }
});

afterAll(async () => {
    for (const one of deployments) await one[Symbol.asyncDispose]();
    await network.close();
});

describeEvents(`a peer of Fabric ${options.binaries.version}`, () => network);
