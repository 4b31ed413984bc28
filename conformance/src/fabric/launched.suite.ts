import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { ROOT } from '../repository/source-files';
import { submitSteps, valueOf } from '../scenarios/script';
import { networkOptionsOfRun } from './conformance-run';
import { define, install } from './deployment';
import { FabricNetwork } from './fabric-network';

const options = networkOptionsOfRun();
const CALL = { chaincode: 'launched' };
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    const builder = join(ROOT, 'conformance', 'fabric', 'launching-builder');
    network = await FabricNetwork.start({ ...options, builder });
    target = new GatewayTarget(network);
});

afterAll(async () => {
    target.close();
    await network.close();
});

describe(`\`heddle start\`, launched by a peer of Fabric ${options.binaries.version}`, () => {
    it('registers with mutual TLS, as the peer wants it, and serves transactions', async () => {
        const installed = await install(network, { name: 'launched' });
        await define(network, { name: 'launched' }, installed);
        await submitSteps(target, [['putState', 'a', 'b']], CALL);
        expect(await valueOf(target, ['getState', 'a'], CALL)).toBe('b');
        expect(network.peerLog).toMatch(/dialling the peer at 127\.0\.0\.1:\d+ for launched_1:/);
    });
});
