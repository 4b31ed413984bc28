import { HeddleProcess } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChaincodeProcess } from '../fabric/chaincode-process';
import { freePorts } from '../fabric/free-ports';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { killBehindRouter } from '../scenarios/kill-behind-router';
import { isLight } from '../scenarios/scenario';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, SCENARIO_CHAINCODE } from '../scenarios/target';
import { KNOWN_DIFFERENCES } from './known-differences';
import { LocalPeerNetwork } from './local-peer-network';

const SERVERS = 4;
const LOAD_MS = Number(process.env['HEDDLE_ROUTER_LOAD_MS'] ?? 12_000);

describe.each([
    ['2.5', { takesBatches: false, takesSelectors: false }],
    ['3.1', { takesBatches: true, takesSelectors: false }],
])('two servers behind a router behave as one, as of Fabric %s', (version, traits) => {
    let network: LocalPeerNetwork;
    beforeAll(async () => {
        network = await LocalPeerNetwork.start(traits);
        for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE, INITIAL_CHAINCODE])
            await network.deployForEach(name, scenarioChaincode, { routedServers: 2 });
    });
    afterAll(() => network[Symbol.asyncDispose]());
    describeScenarios(`a router, ${version}`, traits, () => network.target, KNOWN_DIFFERENCES, isLight);
});

describe('heddle router before servers of which one is killed every two seconds', () => {
    it('fails what ran on those that were killed and had asked for something, and nothing else', async () => {
        const traits = { takesBatches: true, takesSelectors: false };
        await using network = await LocalPeerNetwork.startWithOnePeer(traits);
        const [own = 0, ...ports] = await freePorts(SERVERS + 1);
        const packageId = network.define('routed', `127.0.0.1:${own}`);
        const addresses = ports.map((port) => `127.0.0.1:${port}`);
        const options = ['--chaincode-address', `127.0.0.1:${own}`, '--chaincode-id', packageId];
        const servers = addresses.flatMap((address) => ['--server', address]);
        await using router = new HeddleProcess(['router', ...options, ...servers]);
        await router.logged(/listening on/);
        const counts = await killBehindRouter({
            target: network.target,
            chaincode: 'routed',
            startServer: (place) => ChaincodeProcess.start({ packageId, address: addresses[place] ?? '' }),
            addresses,
            milliseconds: LOAD_MS,
        });
        expect(counts.kills).toBeGreaterThan(1);
        expect(counts.committed).toBeGreaterThan(0);
        // The peer has seen nothing of it.
        expect(router.log.filter(({ msg }) => msg.includes('has opened a stream'))).toHaveLength(1);
        expect(router.log.filter(({ msg }) => msg.includes('has ended'))).toEqual([]);
    });
});
