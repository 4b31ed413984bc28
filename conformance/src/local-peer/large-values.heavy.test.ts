import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { isHeavy } from '../scenarios/scenario';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { KNOWN_DIFFERENCES } from './known-differences';
import { LocalPeerNetwork } from './local-peer-network';

const FABRIC_2_5 = { takesBatches: false, takesSelectors: false };
const FABRIC_3_1 = { takesBatches: true, takesSelectors: false };
const WORKERS = { count: 2, filename: join(__dirname, 'scenario-worker.js') };

// Selectors change nothing about large values, and worker threads are passed the frames of 2.5 as those of 3.1.
describe.each([
    ['a local peer as of Fabric 2.5', FABRIC_2_5, undefined],
    ['a local peer as of Fabric 3.1', FABRIC_3_1, undefined],
    ['worker threads, 3.1', FABRIC_3_1, WORKERS],
])('large values by %s', (title, traits, workers) => {
    let network: LocalPeerNetwork;
    beforeAll(async () => {
        network = await LocalPeerNetwork.start(traits);
        await network.deployForEach(SCENARIO_CHAINCODE, scenarioChaincode, { workers });
    });
    afterAll(() => network[Symbol.asyncDispose]());
    describeScenarios(title, traits, () => network.target, KNOWN_DIFFERENCES, isHeavy);
});
