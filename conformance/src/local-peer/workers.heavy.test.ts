import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { isLight } from '../scenarios/scenario';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, SCENARIO_CHAINCODE } from '../scenarios/target';
import { KNOWN_DIFFERENCES } from './known-differences';
import { LocalPeerNetwork } from './local-peer-network';

const WORKERS = { count: 2, filename: join(__dirname, 'scenario-worker.js') };

describe.each([
    ['2.5', { takesBatches: false, takesSelectors: false }],
    ['3.1', { takesBatches: true, takesSelectors: false }],
])('worker threads behave as the thread that serves peers, as of Fabric %s', (version, traits) => {
    let network: LocalPeerNetwork;
    beforeAll(async () => {
        network = await LocalPeerNetwork.start(traits);
        for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE, INITIAL_CHAINCODE])
            await network.deployForEach(name, scenarioChaincode, { workers: WORKERS });
    });
    afterAll(() => network[Symbol.asyncDispose]());
    describeScenarios(`worker threads, ${version}`, traits, () => network.target, KNOWN_DIFFERENCES, isLight);
});
