import type { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll } from '@jest/globals';
import { describeGateway } from '../gateway/describe-gateway';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { deploy } from './deployment';
import { FabricNetwork } from './fabric-network';

const options = networkOptionsOfRun();
let network: FabricNetwork | undefined;
let server: ChaincodeServer | undefined;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    server = await deploy(network, scenarioChaincode, { name: SCENARIO_CHAINCODE });
});

afterAll(async () => {
    await server?.close();
    await network?.close();
});

describeGateway(`the gateway of Fabric ${options.binaries.version}`, options.binaries.line === '3.1', () => {
    if (network === undefined) throw new Error('the network did not start');
    return network;
});
