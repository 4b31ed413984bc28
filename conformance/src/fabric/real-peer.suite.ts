import { afterAll, beforeAll } from '@jest/globals';
import type { ChaincodeServer } from '@heddle/core';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { CALLED_CHAINCODE, SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { deploy } from './deployment';
import { FabricNetwork } from './fabric-network';
import { GatewayTarget } from './gateway-target';
import { SCENARIO_COLLECTIONS } from './scenario-collections';

const options = networkOptionsOfRun();
const servers: ChaincodeServer[] = [];
let network: FabricNetwork | undefined;
let target: GatewayTarget | undefined;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE]) {
        servers.push(await deploy(network, scenarioChaincode, { name, collections: SCENARIO_COLLECTIONS }));
    }
    target = new GatewayTarget(network);
});

afterAll(async () => {
    target?.close();
    await Promise.all(servers.map((server) => server.close()));
    await network?.close();
});

describeScenarios(
    `a peer of Fabric ${options.binaries.version}`,
    { takesBatches: options.binaries.line !== '2.5', takesSelectors: options.couchDbUrl !== undefined },
    () => {
        if (target === undefined) throw new Error('the network did not start');
        return target;
    },
);
