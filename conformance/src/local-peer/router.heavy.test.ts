import { setTimeout as sleep } from 'node:timers/promises';
import { HeddleProcess } from '@heddle/command-testing';
import { createLogger } from '@heddle/core';
import { Router } from '@heddle/core/router';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChaincodeProcess } from '../fabric/chaincode-process';
import { freePorts } from '../fabric/free-ports';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { killBehindRouter } from '../scenarios/kill-behind-router';
import { isLight } from '../scenarios/scenario';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { script } from '../scenarios/script';
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

describe('a router before a server that hangs', () => {
    it('gives it nothing until it answers again, and what it has goes on then', async () => {
        await using network = await LocalPeerNetwork.startWithOnePeer({ takesBatches: true, takesSelectors: false });
        const [own = 0, ...ports] = await freePorts(3);
        const packageId = network.define('hung', `127.0.0.1:${own}`);
        const addresses = ports.map((port) => `127.0.0.1:${port}`);
        await using hung = await ChaincodeProcess.start({ packageId, address: addresses[0] ?? '' });
        await using other = await ChaincodeProcess.start({ packageId, address: addresses[1] ?? '' });
        const routes = [{ address: `127.0.0.1:${own}`, servers: addresses, packageId }];
        await using router = new Router({ routes, logger: createLogger('error', () => undefined) });
        await router.start();
        const evaluate = async (): Promise<number> =>
            (await network.target.evaluate({ ...script([['getState', 'k']]), chaincode: 'hung' })).status;
        const upOf = (): boolean[] => router.routes.flatMap(({ servers }) => servers.map(({ isUp }) => isUp));
        while (!upOf().every((isUp) => isUp)) await sleep(20);
        // Whichever is given it first, both have had one.
        expect(await Promise.all([evaluate(), evaluate()])).toEqual([200, 200]);
        hung.signal('SIGSTOP');
        const answers = [evaluate(), evaluate()];
        while (upOf()[0] !== false) await sleep(50);
        for (let index = 0; index < 10; index++) expect(await evaluate()).toBe(200);
        hung.signal('SIGCONT');
        expect(await Promise.all(answers)).toEqual([200, 200]);
        while (upOf()[0] !== true) await sleep(20);
        await other.end('SIGKILL');
        expect(await evaluate()).toBe(200);
    });
});
