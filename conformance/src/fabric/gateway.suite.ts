import { afterAll, beforeAll } from '@jest/globals';
import { describeGateway } from '../gateway/describe-gateway';
import { GatewayTarget } from '../harness/gateway-target';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';
import { untilAllEndorse } from './until-all-endorse';

const options = networkOptionsOfRun();
let network: FabricNetwork | undefined;
let deployment: Deployment | undefined;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    deployment = await deployForEach(network, scenarioChaincode, { name: SCENARIO_CHAINCODE });
    using target = new GatewayTarget(network);
    await untilAllEndorse(target, SCENARIO_CHAINCODE);
});

afterAll(async () => {
    await deployment?.[Symbol.asyncDispose]();
    await network?.close();
});

describeGateway(`the gateway of Fabric ${options.binaries.version}`, options.binaries.line === '3.1', () => {
    if (network === undefined) throw new Error('the network did not start');
    return network;
});
