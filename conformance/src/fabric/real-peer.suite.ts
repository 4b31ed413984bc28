import type { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_INDEXES } from '../scenarios/scenario-indexes';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, OTHER_CHANNEL, SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { define, install, serve } from './deployment';
import { FabricNetwork } from './fabric-network';
import { SCENARIO_COLLECTIONS } from './scenario-collections';

const options = networkOptionsOfRun();
const servers: ChaincodeServer[] = [];
let network: FabricNetwork | undefined;
let target: GatewayTarget | undefined;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    await network.addChannel(OTHER_CHANNEL);
    for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE, INITIAL_CHAINCODE]) {
        const initRequired = name === INITIAL_CHAINCODE;
        const definition = { name, initRequired, collections: SCENARIO_COLLECTIONS, files: SCENARIO_INDEXES };
        const installed = await install(network, definition);
        servers.push(await serve(network, scenarioChaincode, installed));
        await define(network, definition, installed);
        if (name === CALLED_CHAINCODE) await define(network, { ...definition, channel: OTHER_CHANNEL }, installed);
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
