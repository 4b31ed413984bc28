import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KUBERNETES } from './build-manifests';
import { readDeployed } from './expressions';
import type { Container, Workload } from './workload';

const PACKAGED = parseEnv(readFileSync(join(KUBERNETES, 'base', 'chaincode.env'), 'utf8'));
const CONTRACT = `
    const { Contract } = require('@heddle/contract');
    exports.contracts = [class Assets extends Contract { async read() { return 'here'; } }];`;

/** So that those of tests that come to no end are ended. */
const started: HeddleProcess[] = [];

/** Answers of the probes: startup, readiness, liveness. */
type Answers = readonly [number, number, number];

/** A container's process, with its variables but for the addresses, and its probes. */
class Probed implements AsyncDisposable {
    readonly process: HeddleProcess;
    readonly #container: Container;

    constructor(file: string, cwd: string, addresses: Readonly<Record<string, string>> = {}) {
        const { containers } = (readDeployed(file) as Workload).spec.template.spec;
        [this.#container] = containers;
        const { env, command: [, command = 'server'] = [] } = this.#container;
        const told = Object.fromEntries(env.map(({ name, value }) => [name, value]));
        const here = { CORE_CHAINCODE_ADDRESS: '127.0.0.1:0', CORE_OPERATIONS_ADDRESS: '127.0.0.1:0', ...addresses };
        const variables = { ...PACKAGED, ...told, ...here } as Record<string, string>;
        this.process = new HeddleProcess([command], { cwd, variables });
        started.push(this.process);
    }

    /** Asks as the kubelet does. */
    async answers(): Promise<Answers> {
        const { address } = await this.process.logged(/\/metrics are at/);
        const { startupProbe, readinessProbe, livenessProbe } = this.#container;
        const [startup = 0, readiness = 0, liveness = 0] = await Promise.all(
            [startupProbe, readinessProbe, livenessProbe].map(
                async ({ httpGet }) => (await fetch(`http://${String(address)}${httpGet.path}`)).status,
            ),
        );
        return [startup, readiness, liveness];
    }

    /** Where it listens for peers, as soon as it does. */
    async address(): Promise<string> {
        return String((await this.process.logged(/listening on/))['address']);
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.process[Symbol.asyncDispose]();
    }
}

describe('the probes of the manifests', () => {
    const folder = new TemporaryFolder();
    beforeAll(() => {
        folder.writePackage({ 'index.js': CONTRACT });
    });
    afterAll(async () => {
        await Promise.all(started.map((process) => process[Symbol.asyncDispose]()));
        folder[Symbol.dispose]();
    });

    it('take a server in before any peer has come, and out when its package id is wrong', async () => {
        await using server = new Probed('base/deployment.yaml', folder.path);
        const address = await server.address();
        expect(await server.answers()).toEqual([200, 200, 200]);
        await using peer = await LocalPeer.start();
        peer.install({ name: 'cc', packageId: 'another:1', connect: { address } });
        await expect(peer.launch({ chaincode: 'cc' })).rejects.toMatchObject({ code: 'LAUNCH_FAILED' });
        await server.process.logged(/did not accept package id|registration/);
        expect(await server.answers()).toEqual([200, 503, 200]);
    });

    it('take a router in while there is a server', async () => {
        await using server = new Probed('base/deployment.yaml', folder.path);
        const servers = { CORE_ROUTER_SERVERS: await server.address() };
        await using router = new Probed('router/deployment.yaml', folder.path, servers);
        await router.process.logged(/the server at \S+ is there/);
        expect(await router.answers()).toEqual([200, 200, 200]);
        await using peer = await LocalPeer.start();
        const connect = { address: await router.address() };
        peer.install({ name: 'cc', packageId: String(PACKAGED['CORE_CHAINCODE_ID']), connect });
        await peer.launch({ chaincode: 'cc' });
        const read = await peer.evaluate({ chaincode: 'cc', function: 'read' });
        expect([read.status, read.payload.toString()]).toEqual([200, 'here']);
        server.process.signal('SIGTERM');
        expect(await server.process.exited).toBe(0);
        await router.process.logged(/the server at \S+ is gone/);
        expect(await router.answers()).toEqual([200, 503, 200]);
    });
});
