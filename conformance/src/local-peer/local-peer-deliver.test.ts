import { afterAll, beforeAll } from '@jest/globals';
import { describeDeliver } from '../scenarios/describe-deliver';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { LocalPeerNetwork } from './local-peer-network';

const TRAITS = { takesBatches: true, takesSelectors: false };
let network: LocalPeerNetwork;

beforeAll(async () => {
    network = await LocalPeerNetwork.start(TRAITS);
    await network.deployForEach(SCENARIO_CHAINCODE, scenarioChaincode);
});

afterAll(() => network[Symbol.asyncDispose]());

describeDeliver('a local peer', TRAITS, () => ({ endpoint: network, target: network.target }));
