import { once } from 'node:events';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type KeyPair, TestAuthority } from '../testing/certificates';
import { FrameType, http2Frame, RawPeer, SETTINGS } from '../testing/raw-peer';
import { connectionTo, RegisterServer } from '../testing/register-server';
import type { PeerConnection, PeerConnectionOptions } from './peer-connection';

type Options = Partial<PeerConnectionOptions>;

const connections: PeerConnection[] = [];

function connect(port: number, options: Options = {}): PeerConnection {
    const connection = connectionTo(port, options);
    connections.push(connection);
    return connection;
}

afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
});

/** Why dialling failed. */
async function failureOf(port: number, options: Options = {}): Promise<string> {
    try {
        await connect(port, options).register();
        return 'none';
    } catch (thrown) {
        return (thrown as Error).message;
    }
}

describe('dialling fails', () => {
    it('where nobody listens', async () => {
        const server = createTcp().listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        server.close();
        await once(server, 'close');
        expect(await failureOf(port)).toBe(`nothing listens there (connect ECONNREFUSED 127.0.0.1:${port})`);
        expect(await failureOf(port, { host: 'localhost' })).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
    });

    it('where the host is not known', async () => {
        expect(await failureOf(1, { host: 'nowhere.invalid' })).toMatch(
            /^its host cannot be resolved \(getaddrinfo (ENOTFOUND|EAI_AGAIN) nowhere\.invalid\)$/,
        );
    });

    it.each([
        ['that says nothing', undefined],
        ['that begins a frame, and no more', SETTINGS.subarray(0, 5)],
        ['that begins with a frame of another kind', http2Frame(FrameType.PING, 0, 0, Buffer.alloc(8))],
    ])('at a server %s, in time', async (_what, bytes) => {
        using peer = await RawPeer.listen((socket) => {
            if (bytes !== undefined) socket.write(bytes);
        });
        expect(await failureOf(peer.port, { dialTimeoutMs: 500 })).toMatch(
            /^it took the connection, and did not speak HTTP\/2 within 500 ms$|^Protocol error$/,
        );
    });

    it.each([
        [
            'hangs up',
            (socket: { end: () => void }) => {
                socket.end();
            },
        ],
        [
            'resets the connection',
            (socket: { resetAndDestroy: () => void }) => {
                socket.resetAndDestroy();
            },
        ],
    ])('at a server that %s', async (_what, act) => {
        using peer = await RawPeer.listen(act);
        expect(await failureOf(peer.port)).toMatch(
            /^it ended the connection (before it spoke HTTP\/2: it may demand TLS|at once \(.*ECONNRESET)/,
        );
    });

    it('at a server of another protocol', async () => {
        using peer = await RawPeer.listen((socket) => {
            socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
        });
        expect(await failureOf(peer.port)).toMatch(/it ended the connection before it spoke HTTP\/2|Protocol error/);
    });

    it('where it was closed before, or meanwhile', async () => {
        using peer = await RawPeer.listen(() => undefined);
        const closed = connect(peer.port);
        closed.close();
        await expect(closed.register()).rejects.toThrow();
        const waiting = connect(peer.port);
        const registering = waiting.register();
        registering.catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 20));
        waiting.close();
        await expect(registering).rejects.toThrow();
    });
});

describe('dialling by TLS', () => {
    let authority: TestAuthority;
    let keys: KeyPair;

    beforeAll(async () => {
        authority = await TestAuthority.create();
        keys = await authority.issue({ hosts: ['peer0.example.com', '127.0.0.1'] });
    });

    const tlsOf = (rootCert: Buffer, serverName?: string): Options => ({
        tls: { rootCert, keyPair: undefined, serverName },
    });

    async function listen(mutual = false): Promise<RegisterServer> {
        const pair = { private_key: keys.key, cert_chain: keys.cert };
        return RegisterServer.listen(() => undefined, ServerCredentials.createSsl(authority.cert, [pair], mutual));
    }

    it.each([
        ['127.0.0.1', undefined],
        ['localhost', 'peer0.example.com'],
        ['127.0.0.1', 'peer0.example.com'],
    ])('takes a certificate for what was dialled, or is to be there instead: %s, %s', async (host, serverName) => {
        using server = await listen();
        expect(await failureOf(server.port, { host, ...tlsOf(authority.cert, serverName) })).toBe('none');
    });

    it('refuses a certificate of another name', async () => {
        using server = await listen();
        expect(await failureOf(server.port, { host: 'localhost', ...tlsOf(authority.cert) })).toMatch(
            /^its certificate is of another name \(.*localhost/,
        );
        expect(await failureOf(server.port, tlsOf(authority.cert, 'peer1.example.com'))).toMatch(
            /^its certificate is of another name \(.*peer1\.example\.com/,
        );
    });

    it('refuses a certificate of an authority that is not the given one', async () => {
        using server = await listen();
        const other = await TestAuthority.create([{ CN: ['other.example.com'] }]);
        expect(await failureOf(server.port, tlsOf(other.cert))).toMatch(
            /^its certificate is of another authority than the given one \(/,
        );
    });

    it('says that the server demands a certificate', async () => {
        using server = await listen(true);
        expect(await failureOf(server.port, tlsOf(authority.cert))).toMatch(
            /^it refuses the certificate of this side, or demands one \(.*certificate required/,
        );
    });

    it('says that the server does not speak TLS', async () => {
        using server = await RegisterServer.listen(() => undefined);
        expect(await failureOf(server.port, tlsOf(authority.cert))).toMatch(/not speak TLS/);
    });

    it('says that the server may demand TLS', async () => {
        using server = await listen();
        expect(await failureOf(server.port)).toMatch(
            /^it ended the connection before it spoke HTTP\/2: it may demand TLS/,
        );
    });

    it('says that the handshake does not end', async () => {
        using peer = await RawPeer.listen(() => undefined);
        expect(await failureOf(peer.port, { ...tlsOf(authority.cert), dialTimeoutMs: 500 })).toBe(
            'it took the connection, and did not finish the TLS handshake within 500 ms',
        );
    });

    it('says that the server speaks TLS alone', async () => {
        const options: TlsOptions = { key: keys.key, cert: keys.cert };
        const server = createTls(options).listen(0, '127.0.0.1');
        await once(server, 'listening');
        expect(await failureOf((server.address() as AddressInfo).port, tlsOf(authority.cert))).toBe(
            'it speaks TLS, but not HTTP/2',
        );
        server.close();
    });
});
