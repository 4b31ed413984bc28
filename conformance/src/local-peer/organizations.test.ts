import { afterAll, beforeAll } from '@jest/globals';
import { describeOrganizations } from '../scenarios/describe-organizations';
import { DEMANDING_CHAINCODE } from '../scenarios/organization-scenarios';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { LocalPeerNetwork } from './local-peer-network';

let network: LocalPeerNetwork;

beforeAll(async () => {
    network = await LocalPeerNetwork.startWithTwoPeers({ takesBatches: true, takesSelectors: false });
    for (const name of [SCENARIO_CHAINCODE, DEMANDING_CHAINCODE]) await network.deployForEach(name, scenarioChaincode);
});

afterAll(() => network[Symbol.asyncDispose]());

describeOrganizations('two local peers', true, () => network.target);
