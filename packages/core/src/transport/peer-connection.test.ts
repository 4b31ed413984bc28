import { once } from 'node:events';
import { createServer as createSecureHttp2, type Http2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import type { MessageStream } from '@heddle/protocol';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type KeyPair, TestAuthority } from '../testing/certificates';
import { FrameType, http2Frame, RawPeer, RESPONSE, SETTINGS, uint32 } from '../testing/raw-peer';
import { connectionTo, RegisterServer } from '../testing/register-server';
import { encodeFrames } from './grpc-framing';
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

/** What was read before the end of a stream, and what it ended with. */
async function readToEnd(stream: MessageStream): Promise<{ texts: string[]; failure: string | undefined }> {
    const texts: string[] = [];
    try {
        for await (const frame of stream.incoming) texts.push(Buffer.from(frame).toString());
        return { texts, failure: undefined };
    } catch (thrown) {
        return { texts, failure: (thrown as Error).message };
    }
}

describe('dialling fails', () => {
    it('where nobody listens', async () => {
        const server = createTcp().listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        server.close();
        await once(server, 'close');
        expect(await failureOf(port)).toBe(`connect ECONNREFUSED 127.0.0.1:${port}`);
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
        expect(await failureOf(peer.port, { dialTimeoutMs: 200 })).toMatch(
            /^it took the connection, and did not speak HTTP\/2 within 200 ms$|^Protocol error$/,
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
        expect(await failureOf(peer.port, { ...tlsOf(authority.cert), dialTimeoutMs: 200 })).toBe(
            'it took the connection, and did not finish the TLS handshake within 200 ms',
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

describe('a call', () => {
    let server: Http2Server | undefined;

    afterEach(() => {
        server?.close();
    });

    it('has the headers of gRPC', async () => {
        server = createSecureHttp2().listen(0, '127.0.0.1');
        await once(server, 'listening');
        const called = once(server, 'stream');
        await connect((server.address() as AddressInfo).port, { authority: 'peer0.example.com:7052' }).register();
        const [, headers] = (await called) as [unknown, object];
        expect(headers).toMatchObject({
            ':method': 'POST',
            ':scheme': 'http',
            ':authority': 'peer0.example.com:7052',
            ':path': '/protos.ChaincodeSupport/Register',
            'content-type': 'application/grpc',
            te: 'trailers',
        });
    });

    it.each([
        ['of HTTP', { ':status': 503 }, 'it answered with status 503 of HTTP, not by gRPC'],
        ['of a web page', { ':status': 200, 'content-type': 'text/html' }, 'it answered with "text/html", not by gRPC'],
        [
            'of headers alone',
            { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 12, 'grpc-message': 'no%20%C3%BC%zz' },
            'no ü%zz',
        ],
        [
            'of headers that are no status',
            { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 'nonsense' },
            'it ended the call without a status',
        ],
    ])('ends with an answer %s', async (_what, headers, message) => {
        server = createSecureHttp2().listen(0, '127.0.0.1');
        await once(server, 'listening');
        server.on('stream', (stream) => {
            stream.on('error', () => undefined);
            stream.respond(headers, { endStream: 'grpc-status' in headers });
        });
        const stream = await connect((server.address() as AddressInfo).port).register();
        expect((await stream.over)?.message).toBe(message);
        await expect(stream.send(Buffer.from('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
    });

    const message = encodeFrames([Buffer.from('whole')]);
    const data = (bytes: Uint8Array, flags = 0): Buffer => http2Frame(FrameType.DATA, flags, 1, bytes);
    const compressed = Buffer.of(1, 0, 0, 0, 1, 7);
    const tooLarge = Buffer.of(0, 0xff, 0xff, 0xff, 0xff);
    const HANG_UP = 'hang up';
    it.each([
        ['hangs up at once', [], HANG_UP, [], 'it closed the connection during the call'],
        ['hangs up behind a message', [RESPONSE, data(message)], HANG_UP, ['whole'], /^it closed the connection/],
        [
            'hangs up within a message',
            [RESPONSE, data(message.subarray(0, 7))],
            HANG_UP,
            [],
            /^it closed the connection/,
        ],
        [
            'hangs up within a frame',
            [RESPONSE, data(message).subarray(0, 12)],
            HANG_UP,
            [],
            /^it closed the connection/,
        ],
        ['ends without a status', [RESPONSE, data(message, 1)], '', ['whole'], 'it ended the call without a status'],
        ['compresses', [RESPONSE, data(compressed)], '', [], /the message is compressed/],
        ['sends a length beyond the limit', [RESPONSE, data(tooLarge)], '', [], /exceeds the limit of 104857600/],
        [
            'refuses the stream',
            [http2Frame(FrameType.RST_STREAM, 0, 1, uint32(7))],
            '',
            [],
            'it gave the call up (RST_STREAM, REFUSED_STREAM)',
        ],
        [
            'goes away for a reason',
            [http2Frame(FrameType.GOAWAY, 0, 0, Buffer.concat([uint32(1, 11), Buffer.from('too_many_pings')]))],
            '',
            [],
            'it ended the connection (GOAWAY, ENHANCE_YOUR_CALM, "too_many_pings")',
        ],
        [
            'goes away without having seen the call',
            [http2Frame(FrameType.GOAWAY, 0, 0, uint32(0, 0))],
            '',
            [],
            'it ended the connection (GOAWAY, NO_ERROR)',
        ],
        [
            'goes away, and hangs up',
            [http2Frame(FrameType.GOAWAY, 0, 0, uint32(1, 0))],
            HANG_UP,
            [],
            'it ended the connection (GOAWAY, NO_ERROR)',
        ],
        ['sends frames of streams that nobody opened', [http2Frame(FrameType.HEADERS, 4, 8)], HANG_UP, [], /./],
    ])('of a peer that %s', async (_what, frames, then, texts, why) => {
        using peer = await RawPeer.onCall((socket) => {
            for (const frame of frames) socket.write(frame);
            if (then === HANG_UP) socket.end();
        });
        const stream = await connect(peer.port).register();
        const read = await readToEnd(stream);
        expect(read.texts).toEqual(texts);
        expect(read.failure).toEqual(expect.stringMatching(typeof why === 'string' ? escaped(why) : why));
        expect((await stream.over)?.message).toBe(read.failure);
        await expect(stream.send(Buffer.from('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
        await stream.close();
    });

    it('of a peer that cancels ends with that, whether what it sent before is still read or not', async () => {
        using peer = await RawPeer.onCall((socket) => {
            socket.write(Buffer.concat([RESPONSE, data(message), http2Frame(FrameType.RST_STREAM, 0, 1, uint32(8))]));
        });
        const stream = await connect(peer.port).register();
        expect((await readToEnd(stream)).failure).toBe('it gave the call up (RST_STREAM, CANCEL)');
        expect(await stream.over).toMatchObject({ code: 14 });
    });

    it('goes on when the peer goes away in order', async () => {
        using peer = await RawPeer.onCall((socket) => {
            socket.write(http2Frame(FrameType.GOAWAY, 0, 0, uint32(1, 0)));
            setTimeout(() => socket.write(Buffer.concat([RESPONSE, data(message)])), 20);
        });
        const stream = await connect(peer.port).register();
        const { value } = (await stream.incoming[Symbol.asyncIterator]().next()) as { value: Uint8Array };
        expect(Buffer.from(value).toString()).toBe('whole');
    });

    it('is made at a peer that never acknowledges the settings of this side', async () => {
        using peer = await RawPeer.listen((socket) => {
            socket.write(SETTINGS);
            setTimeout(() => socket.write(Buffer.concat([RESPONSE, data(message)])), 50);
        });
        const stream = await connect(peer.port).register();
        const { value } = (await stream.incoming[Symbol.asyncIterator]().next()) as { value: Uint8Array };
        expect(Buffer.from(value).toString()).toBe('whole');
    });

    it('is given up when pings are not answered, garbage or not', async () => {
        for (const bytes of [Buffer.alloc(0), Buffer.alloc(100_000, 'garbage')]) {
            using peer = await RawPeer.onCall((socket) => socket.write(bytes));
            const stream = await connect(peer.port, { keepalive: { timeMs: 20, timeoutMs: 100 } }).register();
            expect((await stream.over)?.message).toBe('the connection broke: no answer to a ping within 100 ms');
        }
    });

    it('can be closed, with and without a reason, at a peer that reads nothing', async () => {
        for (const reason of [undefined, new Error('out of order')]) {
            using peer = await RawPeer.onCall((socket) => socket.pause());
            const connection = connect(peer.port);
            const stream = await connection.register();
            const sends = Promise.allSettled(
                Array.from({ length: 100 }, async () => stream.send(Buffer.alloc(1_000_000))),
            );
            await new Promise((resolve) => setTimeout(resolve, 20));
            const closing = stream.close(reason);
            await sends;
            if (reason === undefined) connection.close();
            await closing;
            expect(await stream.over).toBeInstanceOf(Error);
        }
    });
});

function escaped(text: string): RegExp {
    return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
