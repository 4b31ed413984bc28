import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeDeliver } from '../scenarios/describe-deliver';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';
import { SCENARIO_COLLECTIONS } from './scenario-collections';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let deployment: Deployment;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    const definition = { name: SCENARIO_CHAINCODE, collections: SCENARIO_COLLECTIONS };
    deployment = await deployForEach(network, scenarioChaincode, definition);
    target = new GatewayTarget(network);
});

afterAll(async () => {
    target.close();
    await deployment[Symbol.asyncDispose]();
    await network.close();
});

const { line, version } = options.binaries;
describeDeliver(`a peer of Fabric ${version}`, { takesBatches: line !== '2.5' }, () => ({ endpoint: network, target }));
