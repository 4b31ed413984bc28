import { once } from 'node:events';
import { createServer as createHttp2, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { MessageStream } from '@heddle/protocol';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameType, http2Frame, RawPeer, RESPONSE, SETTINGS, uint32 } from '../testing/raw-peer';
import { connectionTo, RegisterServer } from '../testing/register-server';
import { soon } from '../testing/soon';
import { encodeFrames } from './grpc-framing';
import type { PeerConnection, PeerConnectionOptions } from './peer-connection';

const connections: PeerConnection[] = [];

function connect(port: number, options: Partial<PeerConnectionOptions> = {}): PeerConnection {
    const connection = connectionTo(port, options);
    connections.push(connection);
    return connection;
}

afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
});

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

describe('a call of a peer that was dialled', () => {
    let server: Http2Server | undefined;

    afterEach(() => {
        server?.close();
    });

    it('has the headers of gRPC', async () => {
        server = createHttp2().listen(0, '127.0.0.1');
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
        server = createHttp2().listen(0, '127.0.0.1');
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

    it('leaves nothing behind, however it ends', async () => {
        using server = await RegisterServer.listen((made) => {
            made.on('data', () => undefined).on('end', () => {
                made.end();
            });
            made.on('error', () => undefined);
        });
        const visit = async (round: number): Promise<void> => {
            const connection = connect(server.port, { keepalive: { timeMs: 1_000, timeoutMs: 1_000 } });
            const stream = await connection.register();
            if (round % 3 === 0) await stream.close(new Error('out of order'));
            else if (round % 3 === 1) await stream.close();
            else connection.close();
            await stream.over;
            connection.close();
        };
        const handles = (): number => process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length;
        const before = handles();
        for (let round = 0; round < 150; round++) await visit(round);
        await soon(() => handles() <= before);
        expect(handles()).toBeLessThanOrEqual(before);
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
