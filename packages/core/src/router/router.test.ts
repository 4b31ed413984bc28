import type { LookupAddress } from 'node:dns';
import { Client, credentials } from '@grpc/grpc-js';
import { MessageType } from '@heddle/protocol';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ChaincodeServer } from '../hosting/chaincode-server';
import type { ChaincodeServerOptions } from '../hosting/server-options';
import { type KeyPair, TestAuthority } from '../testing/certificates';
import { deferred } from '../testing/deferred';
import { dialAs } from '../testing/dial-as';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { resultOf } from '../testing/served-session';
import { soon } from '../testing/soon';
import { startRouter } from '../testing/started-router';
import { createTestChaincode } from '../testing/test-chaincode';
import { healthService } from '../transport/health';
import { Router } from './router';
import type { RoutedReport } from './router-observer';

const { COMPLETED, ERROR, GET_STATE } = MessageType;

interface RealServer extends AsyncDisposable {
    readonly server: ChaincodeServer;
    readonly address: string;
}

/** A server whose function `where` tells its name, and whose function `wait` waits for the gate. */
async function serve(
    name: string,
    options: Partial<ChaincodeServerOptions> = {},
    gate = Promise.resolve(),
): Promise<RealServer> {
    const chaincode = createTestChaincode({
        where: () => name,
        wait: async () => {
            await gate;
            return name;
        },
        read: (stub) => stub.getState('k'),
        big: (_stub, size) => Buffer.alloc(Number(size)),
    });
    const server = new ChaincodeServer(chaincode, {
        packageId: 'cc:1',
        address: '127.0.0.1:0',
        logger: new RecordedLog(),
        ...options,
    });
    const { address } = await server.start();
    return { server, address, [Symbol.asyncDispose]: () => server.close({ graceMs: 0 }) };
}

/** Asks so many times where a transaction runs. */
async function places(peer: ScriptedPeer, count: number): Promise<string[]> {
    const found: string[] = [];
    for (let index = 0; index < count; index++) {
        const result = resultOf(await peer.result({ txId: `place${index}`, args: ['where'] }));
        found.push(result.type === COMPLETED ? result.payload.toString() : result.message);
    }
    return found;
}

describe('Router', () => {
    it('spreads transactions over real servers, and their requests find their way', async () => {
        await using one = await serve('one');
        await using other = await serve('other');
        const ended: RoutedReport[] = [];
        const observe = (): { routedTransactionEnded: (report: RoutedReport) => void } => ({
            routedTransactionEnded: (report) => ended.push(report),
        });
        await using started = await startRouter([one.address, other.address], { observe });
        await using peer = ScriptedPeer.dial(started.address);
        await peer.register();
        await soon(() => one.server.isReady && other.server.isReady);
        expect((await places(peer, 4)).sort()).toEqual(['one', 'one', 'other', 'other']);
        peer.answerAll(GET_STATE, () => Buffer.from('value'));
        expect(resultOf(await peer.result({ txId: 'tx5', args: ['read'] })).payload.toString()).toBe('value');
        expect(ended.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'completed'));
        expect(new Set(ended.map(({ server }) => server))).toEqual(new Set([one.address, other.address]));
    });

    it('carries messages above what node:http2 holds by default, beside small ones', async () => {
        await using one = await serve('one');
        await using other = await serve('other');
        await using started = await startRouter([one.address, other.address]);
        await using peer = ScriptedPeer.dial(started.address);
        await peer.register();
        await soon(() => one.server.isReady && other.server.isReady);
        const size = 12 * 1024 * 1024;
        peer.answerAll(GET_STATE, () => Buffer.alloc(size));
        await peer.invoke({ txId: 'big', args: ['big', String(size)] });
        await peer.invoke({ txId: 'read', args: ['read'] });
        expect((await places(peer, 4)).sort()).toEqual(['one', 'one', 'other', 'other']);
        for (const txId of ['big', 'read']) {
            expect(resultOf(await peer.next({ type: COMPLETED, txId })).payload).toHaveLength(size);
        }
    });

    it('fails nobody when a server drains', async () => {
        await using one = await serve('one');
        const gate = deferred();
        await using other = await serve('other', {}, gate.promise);
        await using started = await startRouter([one.address, other.address]);
        await using peer = ScriptedPeer.dial(started.address);
        await peer.register();
        await soon(() => one.server.isReady && other.server.isReady);
        for (const txId of ['a', 'b']) await peer.invoke({ txId, args: ['wait'] });
        await peer.next({ type: COMPLETED });
        await soon(() => other.server.transactionsInFlight === 1);
        const closed = other.server.close();
        const during = await places(peer, 20);
        expect(during).toEqual(Array.from({ length: 20 }, () => 'one'));
        gate.resolve();
        expect(resultOf(await peer.next({ type: COMPLETED })).payload.toString()).toBe('other');
        await closed;
        expect(await places(peer, 3)).toEqual(['one', 'one', 'one']);
        expect(peer.unread).toEqual([]);
    });

    it('drains: finishes what is under way, refuses what comes, and tells by its health', async () => {
        const gate = deferred();
        await using one = await serve('one', {}, gate.promise);
        await using started = await startRouter([one.address]);
        await using peer = ScriptedPeer.dial(started.address);
        await peer.register();
        await peer.invoke({ txId: 'slow', args: ['wait'] });
        await soon(() => one.server.transactionsInFlight === 1);
        const closed = started.router.close();
        const { type, message } = resultOf(await peer.result({ txId: 'late', args: ['where'] }));
        expect([type, message]).toEqual([ERROR, 'SESSION_CLOSED: the router is shutting down']);
        gate.resolve();
        expect(resultOf(await peer.next({ type: COMPLETED })).payload.toString()).toBe('one');
        await closed;
        expect(await peer.ended).toBeUndefined();
        expect(started.router.sessionCount).toBe(0);
    });

    it('says by grpc.health.v1 whether there is a server', async () => {
        const one = await serve('one');
        await using started = await startRouter([one.address]);
        const client = new Client(started.address, credentials.createInsecure());
        const { path, requestSerialize, responseDeserialize } = healthService.watch;
        const statuses: number[] = [];
        const watching = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { service: '' });
        watching.on('error', () => undefined);
        watching.on('data', ({ status }: { status: number }) => statuses.push(status));
        await soon(() => statuses.at(-1) === 1);
        await one.server.close();
        await soon(() => statuses.at(-1) === 2);
        expect(started.router.hasServers).toBe(false);
        watching.cancel();
        client.close();
    });

    it('finds servers by a name, again and again', async () => {
        // As a headless Service has it: one port, an address for each server.
        const one = await serve('one', { address: '127.0.0.1:0' });
        const port = Number(one.address.split(':')[1]);
        await using other = await serve('other', { address: `127.0.0.2:${port}` });
        let found: LookupAddress[] | Error = [{ address: '127.0.0.1', family: 4 }];
        const lookup = (host: string): Promise<LookupAddress[]> => {
            expect(host).toBe('assets.example');
            return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
        };
        await using started = await startRouter([`assets.example:${port}`], { lookup });
        await using peer = ScriptedPeer.dial(started.address);
        await peer.register();
        expect(await places(peer, 2)).toEqual(['one', 'one']);
        found = [...found, { address: '127.0.0.2', family: 4 }, { address: '::1', family: 6 }];
        await soon(() => other.server.isReady);
        expect((await places(peer, 4)).sort()).toEqual(['one', 'one', 'other', 'other']);
        found = new Error('the server of names is away');
        await started.log.line('the server of names is away');
        expect((await places(peer, 2)).sort()).toEqual(['one', 'other']);
        found = [{ address: '127.0.0.2', family: 4 }];
        await soon(() => started.router.routes[0]?.servers.length === 1);
        expect(await places(peer, 2)).toEqual(['other', 'other']);
        await soon(() => one.server.sessionCount === 0);
        await one.server.close();
    });

    it('serves several package ids, at addresses of their own and at one by host names', async () => {
        await using one = await serve('one', { packageId: 'one:1' });
        await using other = await serve('other', { packageId: 'other:1' });
        const shared = await startRouter([one.address]);
        await shared[Symbol.asyncDispose]();
        const log = new RecordedLog();
        await using router = new Router({
            logger: log,
            routes: [
                { address: shared.address, hostname: 'one', servers: [one.address], packageId: 'one:1' },
                { address: shared.address, hostname: 'other', servers: [other.address], packageId: 'other:1' },
                { address: '127.0.0.1:0', servers: [other.address], packageId: 'other:1' },
            ],
        });
        const listening = await router.start();
        for (const [hostname, packageId] of [['one', 'one:1'] as const, ['other', 'other:1'] as const]) {
            await using peer = dialAs(hostname, shared.address);
            expect(await peer.register()).toBe(packageId);
            expect(await places(peer, 1)).toEqual([hostname]);
        }
        await using alone = ScriptedPeer.dial(listening[2]?.address ?? '');
        expect(await alone.register()).toBe('other:1');
        expect(router.routes.map(({ packageId }) => packageId)).toEqual(['one:1', 'other:1', 'other:1']);
    });

    it('is not started where two routes cannot be told apart, or listened for', async () => {
        await using one = await serve('one');
        const routes = [1, 2].map(() => ({ address: '127.0.0.1:19999', servers: [one.address] }));
        await expect(new Router({ logger: new RecordedLog(), routes }).start()).rejects.toThrow(
            'give each package id an address of its own, or a host name of its own',
        );
        const taken = [{ address: one.address, servers: [one.address] }];
        await expect(new Router({ logger: new RecordedLog(), routes: taken }).start()).rejects.toMatchObject({
            code: 'LISTEN_FAILED',
        });
        const router = new Router({
            logger: new RecordedLog(),
            routes: [{ servers: [one.address], address: '127.0.0.1:0' }],
        });
        await router.start();
        await expect(router.start()).rejects.toThrow('a router is started once');
        await router.close();
    });

    describe('with TLS', () => {
        let authority: TestAuthority;
        let other: TestAuthority;
        let own: KeyPair;
        let client: KeyPair;
        beforeAll(async () => {
            authority = await TestAuthority.create();
            other = await TestAuthority.create();
            own = await authority.issue({ hosts: ['assets.example', '127.0.0.1'] });
            client = await authority.issue({ hosts: ['client'] });
        });

        it('speaks mutual TLS on both sides', async () => {
            const tls = { key: own.key, cert: own.cert, clientCACerts: authority.cert };
            await using one = await serve('one', { tls });
            const serverTls = { rootCert: authority.cert, key: client.key, cert: client.cert };
            await using started = await startRouter([one.address], { route: { tls, serverTls } });
            const channel = credentials.createSsl(authority.cert, client.key, client.cert);
            await using peer = ScriptedPeer.dial(started.address, channel);
            await peer.register();
            expect(await places(peer, 1)).toEqual(['one']);
            await using stranger = ScriptedPeer.dial(started.address, credentials.createSsl(authority.cert));
            expect((await stranger.ended)?.message).toBeDefined();
            expect((await started.log.line('refused a connection')).message).toContain('no client certificate');
        });

        it('checks the certificate for the name that was given, not for its address', async () => {
            const named = await authority.issue({ hosts: ['assets.example'] });
            await using one = await serve('one', { tls: { key: named.key, cert: named.cert } });
            const port = one.address.split(':')[1] ?? '';
            const lookup = (): Promise<LookupAddress[]> => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
            const route = { serverTls: { rootCert: authority.cert } };
            await using started = await startRouter([`assets.example:${port}`], { lookup, route });
            await soon(() => started.router.hasServers);
            await using wrong = await startRouter([`other.example:${port}`], { lookup, route });
            expect((await wrong.log.line('no connection')).message).toContain('its certificate is of another name');
        });

        it.each([
            ['another authority', () => ({ serverTls: { rootCert: other.cert } }), 'of another authority'],
            ['no TLS', () => ({}), 'it may demand TLS'],
        ])('says why a server cannot be reached: %s', async (_case, route, why) => {
            await using one = await serve('one', { tls: { key: own.key, cert: own.cert } });
            await using started = await startRouter([one.address], { route: route() });
            expect((await started.log.line('no connection')).message).toContain(why);
        });

        it('shows peers other certificates from now on', async () => {
            await using one = await serve('one');
            await using started = await startRouter([one.address], {
                route: { tls: { key: own.key, cert: own.cert } },
            });
            const renewed = await other.issue();
            started.router.reloadTls(0, { key: renewed.key, cert: renewed.cert });
            await using peer = ScriptedPeer.dial(started.address, credentials.createSsl(other.cert));
            await peer.register();
            expect(() => {
                started.router.reloadTls(1, { key: renewed.key, cert: renewed.cert });
            }).toThrow('there is no route 1');
        });

        it('dials servers with another certificate from now on, and trusts another authority', async () => {
            await using one = await serve('one', { tls: { ...(await other.issue()), clientCACerts: other.cert } });
            const serverTls = { rootCert: authority.cert, key: client.key, cert: client.cert };
            await using started = await startRouter([one.address], { route: { serverTls } });
            await started.log.line('no connection');
            expect(() => {
                started.router.reloadServerTls(0, { rootCert: other.cert, key: client.key });
            }).toThrow('has no effect without the other');
            started.router.reloadServerTls(0, { rootCert: other.cert, ...(await other.issue()) });
            await using peer = ScriptedPeer.dial(started.address);
            await peer.register();
            expect(await places(peer, 1)).toEqual(['one']);
        });

        it('has no TLS towards servers that it did not begin with', async () => {
            await using started = await startRouter(['127.0.0.1:1']);
            expect(() => {
                started.router.reloadServerTls(0, { rootCert: authority.cert });
            }).toThrow('has no TLS towards servers: start it anew with TLS');
        });
    });

    it.each([
        [{ routes: [] }, 'routes is missing'],
        [{ routes: [{ address: 'nowhere', servers: ['a:1'] }] }, 'address is "nowhere"'],
        [{ routes: [{ address: ':1', servers: [] }] }, 'servers is missing'],
        [{ routes: [{ address: ':1', servers: ['a'] }] }, 'servers has "a"'],
        [{ routes: [{ address: ':1', servers: ['a:1'] }], transactionTimeoutMs: 0 }, 'transactionTimeoutMs is 0'],
        [{ routes: [{ address: ':1', servers: ['a:1'] }], serverWaitMs: -1 }, 'serverWaitMs is -1'],
    ])('refuses options that cannot work: %j', (options, text) => {
        expect(() => new Router(options)).toThrow(text);
    });
});
