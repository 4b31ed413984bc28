import { afterAll, beforeAll } from '@jest/globals';
import { describeGateway } from '../gateway/describe-gateway';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { LocalPeerNetwork } from './local-peer-network';

/** As in the configuration of the real networks. */
const BATCH = { timeoutMs: 200 };

let network: LocalPeerNetwork;

beforeAll(async () => {
    network = await LocalPeerNetwork.start({ takesBatches: true, takesSelectors: false }, { batch: BATCH });
    await network.deployForEach(SCENARIO_CHAINCODE, scenarioChaincode);
});

afterAll(() => network[Symbol.asyncDispose]());

describeGateway('the gateway of a local peer', true, () => network);
