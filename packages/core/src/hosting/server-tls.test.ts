import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type KeyPair, TestAuthority } from '../testing/certificates';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { createTestChaincode } from '../testing/test-chaincode';
import { TRANSPORTS } from '../testing/transports';
import { ChaincodeServer } from './chaincode-server';
import type { ServerTlsOptions } from './tls';

describe.each(TRANSPORTS)('ChaincodeServer with TLS on %s', (_name, transport) => {
    let authority: TestAuthority;
    let stranger: TestAuthority;
    let own: KeyPair;
    let peerKeys: KeyPair;
    let strangerKeys: KeyPair;
    let log: RecordedLog;
    let server: ChaincodeServer | undefined;

    beforeAll(async () => {
        authority = await TestAuthority.create();
        stranger = await TestAuthority.create([{ CN: ['ca.stranger.com'] }]);
        own = await authority.issue();
        peerKeys = await authority.issue({ subject: [{ CN: ['peer0'] }] });
        strangerKeys = await stranger.issue({ subject: [{ CN: ['stranger'] }] });
    });
    beforeEach(() => {
        log = new RecordedLog();
        refused = 0;
    });
    afterEach(async () => {
        await server?.close({ graceMs: 0 });
    });

    let refused = 0;
    const observer = {
        connectionRefused(): void {
            refused += 1;
        },
    };

    async function start(tls?: ServerTlsOptions): Promise<{ address: string; port: number }> {
        const options = { packageId: 'cc:1', address: '127.0.0.1:0', logger: log, tls, transport, observer };
        server = new ChaincodeServer(createTestChaincode(), options);
        return server.start();
    }

    const tls = (): ServerTlsOptions => ({ key: own.key, cert: own.cert });
    const mutualTls = (): ServerTlsOptions => ({ ...tls(), clientCACerts: authority.cert });

    /** A peer's connection that is bound to fail: its call ends, and no session was begun. */
    async function expectRefused(address: string, channel: ChannelCredentials): Promise<void> {
        await using peer = dialTlsPeer(address, channel);
        await expect(peer.register()).rejects.toThrow('the stream ended');
        expect(server?.sessionCount).toBe(0);
    }

    it('serves peers that trust its CA', async () => {
        const { address } = await start(tls());
        await using peer = dialTlsPeer(address, credentials.createSsl(authority.cert));
        expect(await peer.register()).toBe('cc:1');
        expect(log.messages('info')[0]).toBe(`listening on ${address} for cc:1, with TLS`);
    });

    it.each([
        ['has expired', { notBefore: '2020-01-01', notAfter: '2021-01-01' }, 'has expired on Jan  1 00:00:00 2021 GMT'],
        [
            'is not valid yet',
            { notBefore: '2998-01-01', notAfter: '2999-01-01' },
            'is not valid before Jan  1 00:00:00',
        ],
    ])('warns at its start, and where it is renewed, of a certificate that %s', async (_, times, text) => {
        const { key, cert } = await authority.issue({
            subject: [{ CN: ['old'] }],
            notBefore: new Date(times.notBefore),
            notAfter: new Date(times.notAfter),
        });
        await start(tls());
        expect(log.messages('warn')).toEqual([]);
        server?.reloadTls({ key, cert });
        await server?.close({ graceMs: 0 });
        await start({ key, cert });
        const warning = expect.stringContaining(`the certificate of CN=old ${text}`) as unknown;
        expect(log.messages('warn')).toEqual([warning, warning]);
    });

    it.each([
        ['in the month before it ends', -300, 20, 1],
        ['not earlier', -300, 40, 0],
        ['in the last third of a short life', -3, 1, 1],
        ['not before that, as it is renewed in time', -1, 3, 0],
    ])('warns of a certificate that expires soon: %s', async (_, from, to, count) => {
        const day = (days: number): Date => new Date(Date.now() + days * 24 * 60 * 60 * 1000);
        const { key, cert } = await authority.issue({
            subject: [{ CN: ['soon'] }],
            notBefore: day(from),
            notAfter: day(to),
        });
        await start({ key, cert });
        const text =
            /^the certificate of CN=soon expires soon, on .* GMT: peers refuse to connect from then on, so renew it$/;
        expect(log.messages('warn')).toEqual(Array.from({ length: count }, () => expect.stringMatching(text)));
    });

    it('warns of a CA of clients that has expired', async () => {
        const { cert } = await authority.issue({ notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') });
        await start({ ...tls(), clientCACerts: Buffer.concat([authority.cert, cert]) });
        expect(log.messages('warn')).toEqual([
            expect.stringContaining('peers whose certificates it issued are refused'),
        ]);
    });

    it('serves peers that show a certificate of a CA that it trusts', async () => {
        const { address } = await start(mutualTls());
        const channel = credentials.createSsl(authority.cert, peerKeys.key, peerKeys.cert);
        await using peer = dialTlsPeer(address, channel);
        expect(await peer.register()).toBe('cc:1');
        expect(log.messages('info')[0]).toContain('with mutual TLS');
    });

    it('takes certificates in any form that options have, and keys with a password', async () => {
        const key = own.privateKey.export({
            format: 'pem',
            type: 'pkcs8',
            cipher: 'aes-256-cbc',
            passphrase: 'secret',
        });
        const cert = Buffer.concat([own.cert, authority.cert]).toString();
        const clientCACerts = Buffer.concat([stranger.cert, authority.cert]);
        const { address } = await start({ key, cert, clientCACerts, keyPassword: 'secret' });
        const channel = credentials.createSsl(authority.cert, peerKeys.key, peerKeys.cert);
        await using peer = dialTlsPeer(address, channel);
        expect(await peer.register()).toBe('cc:1');
    });

    it('says that a peer does not speak TLS', async () => {
        const { address } = await start(tls());
        await expectRefused(address, credentials.createInsecure());
        const { message, level } = await log.line('refused a connection from 127.0.0.1:');
        expect(level).toBe('warn');
        expect(message).toContain('it does not speak TLS, and this server demands it: set "tls_required": true');
    });

    it('says that a peer speaks TLS where it does not itself', async () => {
        const { address } = await start();
        await expectRefused(address, credentials.createSsl(authority.cert));
        const { message } = await log.line('refused a connection from 127.0.0.1:');
        expect(message).toContain('it speaks TLS, and this server does not: give the server a key and a certificate');
    });

    it('says that a peer does not trust its certificate', async () => {
        const { address } = await start(tls());
        await expectRefused(address, credentials.createSsl(stranger.cert));
        const { message } = await log.line('refused a connection');
        expect(message).toContain(
            "it hung up during the TLS handshake; most often it does not trust this server's certificate",
        );
        expect(message).toContain("root_cert in the package's connection.json must be the CA that issued it");
    });

    it('says that a peer shows no certificate', async () => {
        const { address } = await start(mutualTls());
        await expectRefused(address, credentials.createSsl(authority.cert));
        const { message } = await log.line('refused a connection from 127.0.0.1:');
        expect(message).toContain('it showed no client certificate, and this server demands one (mutual TLS)');
    });

    it("says that a peer's certificate is of another CA", async () => {
        const { address } = await start(mutualTls());
        await expectRefused(address, credentials.createSsl(authority.cert, strangerKeys.key, strangerKeys.cert));
        const { message } = await log.line('refused a connection from 127.0.0.1:');
        expect(message).toMatch(/its client certificate, of stranger, was refused \([A-Z_]+\): client_cert in/);
    });

    it('takes a certificate that it did not ask for', async () => {
        const { address } = await start(tls());
        const channel = credentials.createSsl(authority.cert, strangerKeys.key, strangerKeys.cert);
        await using peer = dialTlsPeer(address, channel);
        expect(await peer.register()).toBe('cc:1');
    });

    describe('against clients that are not peers', () => {
        async function dialTls(port: number, options: ConnectionOptions): Promise<void> {
            const socket = connectTls({
                port,
                host: '127.0.0.1',
                servername: 'localhost',
                ca: authority.cert,
                ...options,
            });
            await closeOf(socket);
        }

        it.each([
            ['no HTTP/2', { ALPNProtocols: ['http/1.1'] }, 'it speaks TLS but not HTTP/2, so it is not a peer'],
            ['no protocol at all', {}, 'it speaks TLS but not HTTP/2, so it is not a peer'],
            [
                'no current TLS',
                { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
                'it offers no version of TLS from 1.2 on',
            ],
        ] as const)('says that a client offers %s', async (_what, options, text) => {
            const { port } = await start(tls());
            await dialTls(port, options);
            expect((await log.line('refused a connection from 127.0.0.1:')).message).toContain(text);
        });

        it('lets nobody in without a certificate on the strength of an earlier handshake', async () => {
            const { port } = await start(mutualTls());
            const tickets: Buffer[] = [];
            const socket = connectTls({
                port,
                host: '127.0.0.1',
                servername: 'localhost',
                ca: authority.cert,
                ALPNProtocols: ['h2'],
            });
            socket.on('session', (ticket) => tickets.push(ticket));
            await closeOf(socket);
            for (const session of [undefined, ...tickets])
                await dialTls(port, { ALPNProtocols: ['h2'], ...(session && { session }) });
            expect(refused).toBe(2 + tickets.length);
            expect(log.messages('warn').every((text) => text.includes('it showed no client certificate'))).toBe(true);
        });

        it.each([
            ['without TLS', undefined],
            ['with TLS', tls],
        ])('tells once of a connection that breaks the rules of HTTP/2: %s', async (_, secure) => {
            const { port } = await start(secure?.());
            const ca = authority.cert;
            const socket =
                secure === undefined
                    ? connect(port, '127.0.0.1')
                    : connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca, ALPNProtocols: ['h2'] });
            socket.on('error', () => undefined);
            socket.resume();
            await once(socket, secure === undefined ? 'connect' : 'secureConnect');
            socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.alloc(64, 0xff)]));
            await closeOf(socket);
            await server?.close({ graceMs: 0 });
            const about = log.lines.filter(({ message }) => message.includes(' broke: '));
            expect(about.filter(({ level }) => level !== 'debug').length).toBeLessThanOrEqual(1);
            expect(new Set(about.map(({ level, message }) => level + message)).size).toBe(about.length);
        });

        it('says what is not HTTP/2 on a port without TLS', async () => {
            const { port } = await start();
            const socket = connect(port, '127.0.0.1');
            socket.write('GET / HTTP/1.1\r\n\r\n');
            await closeOf(socket);
            expect((await log.line('refused')).message).toContain('it does not speak HTTP/2, so it is not a peer');
        });

        it.each([
            ['with', true],
            ['without', false],
        ])('says nothing of probes that connect and go, %s TLS', async (_what, isSecure) => {
            const { port } = await start(isSecure ? tls() : undefined);
            const socket = connect(port, '127.0.0.1');
            await once(socket, 'connect');
            socket.end();
            socket.resume();
            await closeOf(socket);
            await server?.close();
            expect(log.messages('warn')).toEqual([]);
        });

        it('closes at once though a client has not finished its handshake', async () => {
            const { port } = await start(tls());
            const socket = connect(port, '127.0.0.1');
            await once(socket, 'connect');
            const closed = closeOf(socket);
            socket.resume();
            await server?.close();
            await closed;
            expect(log.messages('warn')).toEqual([]);
        });

        it('survives garbage behind the preface of HTTP/2', async () => {
            const { address, port } = await start();
            const socket = connect(port, '127.0.0.1');
            socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.alloc(100, 0xff)]));
            socket.resume();
            await closeOf(socket);
            expect((await log.line('broke')).level).toBe('warn');
            await using peer = ScriptedPeer.dial(address);
            expect(await peer.register()).toBe('cc:1');
        });
    });
});

/** Without the name, the client would send the address as one, which is deprecated. */
function dialTlsPeer(address: string, channel: ChannelCredentials): ScriptedPeer {
    return ScriptedPeer.dial(address, channel, { 'grpc.ssl_target_name_override': 'localhost' });
}

/** However it comes to its end. */
function closeOf(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    return new Promise((resolve) => {
        socket.once('close', () => {
            resolve();
        });
    });
}
