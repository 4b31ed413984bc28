import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { type Chaincode, ChaincodeHost, type HostedChaincodeOptions, success } from '@heddle/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define, type DeploymentOptions, install } from './deployment';
import { FabricNetwork } from './fabric-network';
import { freePorts } from './free-ports';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let target: GatewayTarget;
let host: ChaincodeHost;
let port: number;
let release: () => void;
let holding: Promise<void>;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    target = new GatewayTarget(network);
});

beforeEach(async () => {
    host = new ChaincodeHost({ logger: chaincodeLogger(network) });
    [port = 0] = await freePorts(1);
});

afterEach(async () => {
    await host.close({ graceMs: 0 });
});

afterAll(async () => {
    target.close();
    await network.close();
});

/** Answers with a name; `hold` does so when it is released, and writes. */
function called(name: string): Chaincode {
    let hold: () => void;
    holding = new Promise((resolve) => {
        hold = resolve;
    });
    const released = new Promise<void>((resolve) => {
        release = resolve;
    });
    return {
        Init: () => Promise.resolve(success()),
        async Invoke(stub) {
            if (stub.getFunctionAndParameters().fcn !== 'hold') return success(name);
            hold();
            await released;
            await stub.putState('held', name);
            return success(name);
        },
    };
}

/** Installs a package for a host name at the shared address, serves it there under that name, and returns its id. */
async function serve(
    definition: DeploymentOptions,
    label: string,
    tls?: HostedChaincodeOptions['tls'],
): Promise<{ packageId: string; address: string }> {
    const installed = await install(network, { ...definition, port });
    const { packageId } = installed;
    const { host: hostname } = definition;
    await host.add({ packageId, address: `127.0.0.1:${port}`, hostname, tls, chaincode: called(label) });
    return installed;
}

async function nameOf(chaincode: string): Promise<string> {
    const { payload, message } = await target.evaluate({ chaincode, args: ['name'] });
    return message === '' ? Buffer.from(payload).toString() : message;
}

/** What cryptogen made for 127.0.0.1 and localhost, by two authorities: that of the peer, and that of the orderer. */
function pem(of: 'peer' | 'orderer', file: 'server.crt' | 'server.key' | 'ca.crt'): string {
    const folder = of === 'peer' ? network.folder.peer() : network.folder.orderer;
    return readFileSync(join(folder, 'tls', file), 'utf8');
}

function tlsOf(of: 'peer' | 'orderer'): { key: string; cert: string } {
    return { key: pem(of, 'server.key'), cert: pem(of, 'server.crt') };
}

describe(`several chaincodes of one process with a peer of Fabric ${options.binaries.version}`, () => {
    it('are told apart by the host of their addresses', async () => {
        const [one, two] = [
            { name: 'one', host: '127.0.0.1' },
            { name: 'two', host: 'localhost' },
        ];
        await define(network, one, await serve(one, 'first'));
        await define(network, two, await serve(two, 'second'));
        expect([await nameOf('one'), await nameOf('two')]).toEqual(['first', 'second']);
        expect(host.chaincodes.map(({ sessionCount, isReady }) => [sessionCount, isReady])).toEqual([
            [1, true],
            [1, true],
        ]);
    });

    it('have certificates of their own, chosen by SNI, and without it for IP addresses', async () => {
        const connection = (of: 'peer' | 'orderer'): NonNullable<DeploymentOptions['connection']> => ({
            tls_required: true,
            root_cert: pem(of, 'ca.crt'),
        });
        const one = { name: 'tls-one', host: '127.0.0.1', connection: connection('peer') };
        const two = { name: 'tls-two', host: 'localhost', connection: connection('orderer') };
        await define(network, one, await serve(one, 'first', tlsOf('peer')));
        await define(network, two, await serve(two, 'second', tlsOf('orderer')));
        expect([await nameOf('tls-one'), await nameOf('tls-two')]).toEqual(['first', 'second']);
    });

    it('are upgraded at one address: the new one is added and committed, and the old one removed', async () => {
        const old = { name: 'upgraded', host: '127.0.0.1' };
        const installed = await serve(old, 'old');
        await define(network, old, installed);
        expect(await nameOf('upgraded')).toBe('old');

        const next = { name: 'upgraded', host: 'localhost', sequence: 2 };
        const upgrade = await serve(next, 'new');
        expect(await nameOf('upgraded')).toBe('old');
        await define(network, next, upgrade);
        expect(await nameOf('upgraded')).toBe('new');
        expect(await host.remove(installed.packageId)).toBe(true);
        expect(await nameOf('upgraded')).toBe('new');
        expect(host.chaincodes).toMatchObject([{ packageId: upgrade.packageId, sessionCount: 1, isReady: true }]);
    });

    it('finish what is under way when they are removed, and the others go on', async () => {
        const [leaving, staying] = [
            { name: 'leaving', host: '127.0.0.1' },
            { name: 'staying', host: 'localhost' },
        ];
        const installed = await serve(leaving, 'leaving');
        await define(network, leaving, installed);
        const [letGo, isHeld] = [release, holding];
        await define(network, staying, await serve(staying, 'staying'));
        const held = target.submit({ chaincode: 'leaving', args: ['hold'] });
        await isHeld;
        const removed = host.remove(installed.packageId);
        expect(await nameOf('staying')).toBe('staying');
        letGo();
        expect(await held).toMatchObject({ status: 200, validation: 'VALID' });
        expect(await removed).toBe(true);
        expect(await nameOf('leaving')).toContain('could not launch chaincode');
        expect(await nameOf('staying')).toBe('staying');
    });

    it('show new connections a renewed certificate, while a transaction on an old one completes', async () => {
        const rootCert = `${pem('peer', 'ca.crt')}${pem('orderer', 'ca.crt')}`;
        const definition = {
            name: 'renewed',
            host: '127.0.0.1',
            connection: { tls_required: true, root_cert: rootCert },
        };
        const { packageId, address } = await serve(definition, 'renewed', tlsOf('peer'));
        await define(network, definition, { packageId, address });
        const held = target.submit({ chaincode: 'renewed', args: ['hold'] });
        await holding;
        host.reloadTls(packageId, tlsOf('orderer'));
        expect(await isShown(pem('orderer', 'ca.crt'))).toBe(true);
        release();
        expect(await held).toMatchObject({ status: 200 });
        expect(await nameOf('renewed')).toBe('renewed');
    });
});

/** Whether a new connection is shown a certificate of this authority. */
async function isShown(ca: string): Promise<boolean> {
    const socket = connect({ host: '127.0.0.1', port, ca, ALPNProtocols: ['h2'], rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { authorized } = socket;
    socket.destroy();
    return authorized;
}
