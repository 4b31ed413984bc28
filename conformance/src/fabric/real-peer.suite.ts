import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_INDEXES } from '../scenarios/scenario-indexes';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, OTHER_CHANNEL, SCENARIO_CHAINCODE } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { define, deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';
import { SCENARIO_COLLECTIONS } from './scenario-collections';
import { untilAllEndorse } from './until-all-endorse';

const options = networkOptionsOfRun();
const deployments: Deployment[] = [];
let network: FabricNetwork | undefined;
let target: GatewayTarget | undefined;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    await network.addChannel(OTHER_CHANNEL);
    for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE, INITIAL_CHAINCODE]) {
        const initRequired = name === INITIAL_CHAINCODE;
        const definition = { name, initRequired, collections: SCENARIO_COLLECTIONS, files: SCENARIO_INDEXES };
        const deployment = await deployForEach(network, scenarioChaincode, definition);
        deployments.push(deployment);
        if (name === CALLED_CHAINCODE)
            await define(network, { ...definition, channel: OTHER_CHANNEL }, ...deployment.packages);
    }
    target = new GatewayTarget(network);
    await untilAllEndorse(target, SCENARIO_CHAINCODE);
});

afterAll(async () => {
    target?.close();
    for (const one of deployments) await one[Symbol.asyncDispose]();
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
