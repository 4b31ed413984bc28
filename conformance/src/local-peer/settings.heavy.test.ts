import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeSettings, SETTINGS, type SettingsBench } from '../scenarios/describe-settings';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts } from '../scenarios/wire-script';
import { LocalPeerNetwork } from './local-peer-network';

describe.each([
    ['2.5', false],
    ['3.1', true],
])('as of Fabric %s', (_line, takesBatches) => {
    let network: LocalPeerNetwork;
    let bench: SettingsBench;

    beforeAll(async () => {
        const { totalQueryLimit, applicationCapability, executeTimeoutSeconds, keepaliveSeconds } = SETTINGS;
        network = await LocalPeerNetwork.startWithOnePeer(
            { takesBatches, takesSelectors: false },
            {
                totalQueryLimit,
                applicationCapability,
                executeTimeoutMs: executeTimeoutSeconds * 1000,
                keepaliveMs: keepaliveSeconds * 1000,
            },
        );
        await network.deploy(SCENARIO_CHAINCODE, scenarioChaincode);
        const wire = await network.serve(WIRE_CHAINCODE, serveWireScripts);
        bench = { target: network.target, wire };
    });

    afterAll(() => network[Symbol.asyncDispose]());

    describeSettings('a local peer', () => bench);
});
