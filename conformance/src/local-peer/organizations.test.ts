import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeOrganizations } from '../scenarios/describe-organizations';
import { BOTH, DEMANDING_CHAINCODE, EITHER, ORGANIZATION_COLLECTIONS } from '../scenarios/organization-scenarios';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { LocalPeerNetwork } from './local-peer-network';

describe.each([
    ['2.5', false],
    ['3.1', true],
])('as of Fabric %s', (_line, takesBatches) => {
    let network: LocalPeerNetwork;

    beforeAll(async () => {
        network = await LocalPeerNetwork.start({ takesBatches, takesSelectors: false });
        const collections = ORGANIZATION_COLLECTIONS;
        for (const [name, endorsementPolicy] of [
            [SCENARIO_CHAINCODE, EITHER],
            [DEMANDING_CHAINCODE, BOTH],
        ] as const)
            await network.deployForEach(name, scenarioChaincode, { collections, endorsementPolicy });
    });

    afterAll(() => network[Symbol.asyncDispose]());

    describeOrganizations('two local peers', takesBatches, () => network.target);
});
