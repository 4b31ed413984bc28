import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { chaincodeService, MAX_MESSAGE_BYTES, type MessageStream } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { comeAndGo, CONNECT_CALL } from '../testing/coming-and-going';
import { type ServedCall, ServedTransport } from '../testing/served-transport';
import { encodeFrames } from './grpc-framing';
import { http2Transport } from './http2-transport';

/** How a raw call ended: the headers of its response and its trailers as one. */
type Ending = Readonly<Record<string, unknown>>;

describe('the transport on node:http2, against clients that do as they like', () => {
    let served: ServedTransport;
    let bystander: ServedCall;
    let session: ClientHttp2Session;
    let socket: Socket;

    beforeEach(async () => {
        served = await ServedTransport.listen(http2Transport);
        bystander = await served.call();
        dial();
    });
    // After anything that a client did, the server is there, and another peer's stream is untouched.
    afterEach(async () => {
        if (!(await isUntouched())) throw new Error("another peer's stream has suffered");
        session.destroy();
        await served.close();
    });

    /** Whether the other peer's stream still carries messages. */
    async function isUntouched(): Promise<boolean> {
        await bystander.client.send(Buffer.from('still here'));
        return (await nextText(bystander.server)) === 'still here';
    }

    function dial(): void {
        socket = connectTcp(served.port, '127.0.0.1');
        session = connect(`http://127.0.0.1:${served.port}`, { createConnection: () => socket });
        session.on('error', () => undefined);
    }

    function request(headers: Record<string, string> = {}): ClientHttp2Stream {
        const stream = session.request({ ...CONNECT_CALL, ...headers });
        stream.on('error', () => undefined);
        return stream;
    }

    describe('with frames', () => {
        it('of one byte at a time', async () => {
            const stream = request();
            const server = await served.opened();
            const texts = ['', 'a', 'message', ''];
            const reading = textsOf(server);
            for (const byte of encodeFrames(texts.map((text) => Buffer.from(text)))) {
                await new Promise((resolve) => stream.write(Buffer.of(byte), resolve));
            }
            stream.end();
            expect(await reading).toEqual(texts);
        });

        it('cut in two anywhere', async () => {
            const frames = encodeFrames([Buffer.from('one'), Buffer.alloc(0), Buffer.from('three')]);
            for (let at = 0; at <= frames.length; at++) {
                const stream = request();
                const server = await served.opened();
                stream.write(frames.subarray(0, at));
                await setImmediate();
                stream.end(frames.subarray(at));
                expect(await textsOf(server)).toEqual(['one', '', 'three']);
                await server.close();
            }
        });

        it.each([
            ['above the limit', prefix(0, MAX_MESSAGE_BYTES + 1), 8, 'exceeds the limit of 104857600'],
            ['of the largest length that there is', prefix(0, 0xffffffff), 8, 'exceeds the limit of 104857600'],
            ['that are compressed', prefix(1, 3), 12, 'the message is compressed, and no compression was agreed on'],
            ['of an unknown kind', prefix(2, 3), 12, 'the message is compressed, and no compression was agreed on'],
        ])('%s', async (_what, bytes, status, text) => {
            const stream = request();
            const ending = endingOf(stream);
            const server = await served.opened();
            const before = process.memoryUsage().arrayBuffers;
            stream.write(encodeFrames([Buffer.from('good')]));
            stream.write(bytes);
            expect(await nextText(server)).toBe('good');
            const seen = await ending;
            expect(seen['grpc-status']).toBe(String(status));
            expect(seen['grpc-message']).toContain(text);
            expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MAX_MESSAGE_BYTES / 2);
            await expect(server.send(Buffer.from('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
        });

        it.each([1, 4, 5, 6])('that end after %i bytes', async (bytes) => {
            const stream = request();
            const ending = endingOf(stream);
            const server = await served.opened();
            stream.end(encodeFrames([Buffer.from('truncated')]).subarray(0, bytes));
            expect(await textsOf(server)).toEqual([]);
            expect(await ending).toMatchObject({
                'grpc-status': '13',
                'grpc-message': 'the stream ended in the middle of a message',
            });
        });
    });

    describe('with requests', () => {
        it.each([
            ['by GET', { ':method': 'GET' }, { ':status': 405 }],
            ['of JSON', { 'content-type': 'application/json' }, { ':status': 415 }],
            ['of nothing', { 'content-type': '' }, { ':status': 415 }],
            ['to nowhere', { ':path': '/' }, { ':status': 200, 'grpc-status': '12' }],
            [
                'to another case',
                { ':path': chaincodeService.connect.path.toLowerCase() },
                { ':status': 200, 'grpc-status': '12' },
            ],
        ])('%s', async (_what, headers, expected) => {
            const stream = request(headers);
            stream.end();
            expect(await endingOf(stream)).toMatchObject(expected);
        });

        it('to the health service that say nothing, or no message', async () => {
            for (const path of ['/grpc.health.v1.Health/Check', '/grpc.health.v1.Health/Watch']) {
                for (const bytes of [Buffer.alloc(0), encodeFrames([Buffer.from([0xff])])]) {
                    const stream = request({ ':path': path });
                    stream.end(bytes);
                    expect(await endingOf(stream)).toMatchObject({ 'grpc-status': '13' });
                }
            }
        });
    });

    describe('that leave', () => {
        const cancel = (stream: ClientHttp2Stream): void => {
            stream.close(constants.NGHTTP2_CANCEL);
        };
        const closeStream = (stream: ClientHttp2Stream): void => {
            stream.close();
        };
        const failStream = (stream: ClientHttp2Stream): void => {
            stream.close(constants.NGHTTP2_INTERNAL_ERROR);
        };
        const goAway = (): void => {
            session.goaway(constants.NGHTTP2_INTERNAL_ERROR);
        };
        const hangUp = (): void => {
            session.destroy();
        };
        const cut = (): void => {
            socket.destroy();
        };

        it.each([
            ['by RST_STREAM', cancel],
            ['by RST_STREAM without an error', closeStream],
            ['by an error', failStream],
            ['by GOAWAY', goAway],
            ['by hanging up', hangUp],
            ['by cutting the connection', cut],
        ])('%s, at any moment', async (_how, leave) => {
            const frames = encodeFrames([Buffer.alloc(1_000), Buffer.from('two')]);
            for (const sent of [0, 3, 5, 500, 1_005, 1_007, frames.length]) {
                session.destroy();
                dial();
                const stream = request();
                const server = await served.opened();
                const reading = textsOf(server).catch((error: unknown) => error);
                if (sent > 0) await new Promise((resolve) => stream.write(frames.subarray(0, sent), resolve));
                const sends = Promise.allSettled(
                    Array.from({ length: 20 }, async () => server.send(Buffer.alloc(70_000))),
                );
                leave(stream);
                await Promise.all([reading, sends, server.close()]);
                await expect(server.send(Buffer.from('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
            }
        });

        it('and come again, five hundred times, and leave nothing behind', async () => {
            const { before, after } = await comeAndGo(served, 500);
            expect(after).toBeLessThanOrEqual(before);
        });
    });

    describe('that flood', () => {
        it('with pings: answered, or cut off', async () => {
            const ping = Buffer.from('\0\0\x08\x06\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1');
            await flood(Buffer.alloc(ping.length * 20_000, ping));
            expect(await isUntouched()).toBe(true);
        });

        it('with settings: answered, or cut off', async () => {
            const settings = Buffer.from('\0\0\0\x04\0\0\0\0\0', 'latin1');
            await flood(Buffer.alloc(settings.length * 20_000, settings));
            expect(await isUntouched()).toBe(true);
        });

        it('with streams that they give up at once', async () => {
            for (let count = 0; count < 500; count++) request().close(constants.NGHTTP2_CANCEL);
            session.close();
            await once(session, 'close');
            expect(await isUntouched()).toBe(true);
        });

        /** Speaks HTTP/2 without ever reading, until all is written or the server hangs up. */
        async function flood(bytes: Buffer): Promise<void> {
            const raw = connectTcp(served.port, '127.0.0.1');
            raw.on('error', () => undefined);
            const closed = new Promise((resolve) => raw.once('close', resolve));
            raw.write(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1'));
            raw.pause();
            for (let round = 0; round < 5 && !raw.destroyed; round++) {
                await Promise.race([new Promise((resolve) => raw.write(bytes, resolve)), closed]);
            }
            raw.destroy();
            await closed;
        }
    });
});

function prefix(flag: number, length: number): Buffer {
    const bytes = Buffer.alloc(5);
    bytes[0] = flag;
    bytes.writeUInt32BE(length, 1);
    return bytes;
}

function endingOf(stream: ClientHttp2Stream): Promise<Ending> {
    const seen: Record<string, unknown> = {};
    for (const event of ['response', 'trailers']) {
        stream.on(event, (headers: object) => {
            Object.assign(seen, headers);
        });
    }
    stream.resume();
    return new Promise((resolve) => {
        stream.once('close', () => {
            resolve(seen);
        });
    });
}

async function nextText(stream: MessageStream): Promise<string> {
    const next = await stream.incoming[Symbol.asyncIterator]().next();
    return next.done === true ? 'the end' : Buffer.from(next.value).toString();
}

async function textsOf(stream: MessageStream): Promise<string[]> {
    const texts: string[] = [];
    for await (const frame of stream.incoming) texts.push(Buffer.from(frame).toString());
    return texts;
}
