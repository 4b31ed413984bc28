import { once } from 'node:events';
import { connect } from 'node:http2';
import { setImmediate } from 'node:timers/promises';
import { type ServiceError, status as Status } from '@grpc/grpc-js';
import type { MessageStream } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ServedCall, ServedTransport } from '../testing/served-transport';
import type { TransportFactory } from './transport';

const MEBIBYTE = 1024 * 1024;

/** What every transport does for the streams of peers, against the official client. */
export function testTransport(factory: TransportFactory): void {
    let served: ServedTransport;
    let call: ServedCall;

    beforeEach(async () => {
        served = await ServedTransport.listen(factory);
        call = await served.call();
    });
    afterEach(async () => {
        await served.close();
    });

    describe('messages', () => {
        it('arrive in order, both ways at a time', async () => {
            const texts = Array.from({ length: 1_000 }, (_, index) => `message ${index}`);
            const [echoed] = await Promise.all([
                take(call.client, texts.length),
                echo(call.server, texts.length),
                sendAll(call.client, texts.map(toFrame)),
            ]);
            expect(echoed.map((frame) => Buffer.from(frame).toString())).toEqual(texts);
        });

        it.each(['server', 'client'] as const)('of any size arrive whole from the %s', async (from) => {
            const [sender, receiver] = from === 'server' ? [call.server, call.client] : [call.client, call.server];
            // Around the sizes of HTTP/2 frames, of writes and of windows.
            const sizes = [0, 1, 16_379, 16_384, 65_531, 65_536, 65_537, 1, MEBIBYTE, 20 * MEBIBYTE, 0, 3];
            const frames = sizes.map((size, index) => Buffer.alloc(size, index + 1));
            const [received] = await Promise.all([take(receiver, frames.length), sendAll(sender, frames)]);
            expect(received.map((frame) => frame.length)).toEqual(sizes);
            expect(received.every((frame, index) => Buffer.compare(frame, frames[index] ?? frame) === 0)).toBe(true);
        });

        it.each(['server', 'client'] as const)('that nobody reads hold the %s back', async (from) => {
            const [sender, receiver] = from === 'server' ? [call.server, call.client] : [call.client, call.server];
            const count = 1_500;
            let sent = 0;
            const sending = (async (): Promise<void> => {
                for (; sent < count; sent++) await sender.send(Buffer.alloc(64 * 1024, sent % 251));
            })();
            await untilStill(() => sent);
            expect(sent).toBeLessThan(count);
            const received = await take(receiver, count);
            await sending;
            expect(received.map((frame) => frame[0])).toEqual(Array.from({ length: count }, (_, index) => index % 251));
        });
    });

    describe('the end of a call', () => {
        it('is OK when the server closes it, behind all that was sent', async () => {
            await call.server.send(toFrame('last'));
            const closing = call.server.close();
            expect(await textsOf(call.client)).toEqual(['last']);
            await closing;
            expect(await call.status).toMatchObject({ code: Status.OK });
            await expect(call.server.send(toFrame('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
        });

        it.each(['out of order', '100 % über, 日本語, 🧵', 'two\nlines', '"quoted", \\ ~'])(
            'has the reason that the server gives: %j',
            async (text) => {
                const reading = textsOf(call.client);
                await call.server.close(new Error(text));
                await expect(reading).rejects.toThrow();
                expect(await call.status).toMatchObject({ code: Status.UNKNOWN, details: text });
            },
        );

        it('comes when the client has closed it and the server has read it to its end', async () => {
            await call.client.send(toFrame('last'));
            const closing = call.client.close();
            expect(await textsOf(call.server)).toEqual(['last']);
            await call.server.close();
            await closing;
            expect(await call.status).toMatchObject({ code: Status.OK });
        });

        it('is an error at the server when the client cancels', async () => {
            const reading = textsOf(call.server);
            call.cancel();
            await expect(reading).rejects.toThrow();
            await expect(call.server.send(toFrame('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
            await call.server.close();
        });

        it('lets go of who waits to send when the client cancels', async () => {
            const sends = Array.from({ length: 200 }, async () => call.server.send(Buffer.alloc(64 * 1024)));
            const settled = Promise.allSettled(sends);
            await setImmediate();
            call.cancel();
            expect(await settled).toHaveLength(sends.length);
        });

        it('can be told again and again, from both sides', async () => {
            await Promise.all([call.server.close(), call.client.close(), call.server.close(new Error('too late'))]);
            await call.server.close();
            expect(await textsOf(call.server)).toEqual([]);
        });

        it('leaves the other calls of the connection as they are', async () => {
            const client = served.client();
            const [one, other] = [await served.call(client), await served.call(client)];
            await one.server.close(new Error('out of order'));
            await sendAll(other.client, [toFrame('still here')]);
            expect(await echo(other.server, 1)).toBe(1);
            expect(await take(other.client, 1)).toHaveLength(1);
        });
    });

    it('tells a client that it does not know a method', async () => {
        const error = await new Promise<ServiceError | null>((resolve) => {
            const bytes = (value: Buffer): Buffer => value;
            served.client().makeUnaryRequest('/protos.Chaincode/Nothing', bytes, bytes, Buffer.alloc(0), resolve);
        });
        expect(error?.code).toBe(Status.UNIMPLEMENTED);
        expect(error?.details).toContain('/protos.Chaincode/Nothing');
    });

    it('lets calls go on when it is closed, takes no new ones, and is closed with the last one', async () => {
        const client = served.client();
        const running = await served.call(client);
        await Promise.all([call.server.close(), textsOf(call.client)]);
        let isClosed = false;
        const closed = served.transport.close().then(() => (isClosed = true));
        await sendAll(running.client, [toFrame('during')]);
        expect(await echo(running.server, 1)).toBe(1);
        expect(await take(running.client, 1)).toHaveLength(1);
        expect(isClosed).toBe(false);
        await Promise.all([running.server.close(), textsOf(running.client)]);
        await closed;
    });

    it('answers the pings by which clients measure, among any traffic', async () => {
        const session = connect(`http://127.0.0.1:${served.port}`);
        await once(session, 'remoteSettings');
        const pings = (async (): Promise<void> => {
            for (let count = 0; count < 500; count++) await ping(session);
        })();
        const frames = Array.from({ length: 500 }, () => Buffer.alloc(2_000));
        await Promise.all([
            pings,
            echo(call.server, frames.length),
            sendAll(call.client, frames),
            take(call.client, frames.length),
        ]);
        expect(session.closed).toBe(false);
        session.close();
    });

    it('asks clients whether they are there, and keeps those that answer', async () => {
        const asking = await ServedTransport.listen(factory, { keepalive: { timeMs: 10, timeoutMs: 5_000 } });
        const { server, client } = await asking.call();
        const session = connect(`http://127.0.0.1:${asking.port}`);
        for (let count = 0; count < 5; count++) await once(session, 'ping');
        await sendAll(client, [toFrame('still here')]);
        expect(await echo(server, 1)).toBe(1);
        session.destroy();
        await asking.close();
    });
}

function ping(session: ReturnType<typeof connect>): Promise<void> {
    return new Promise((resolve, reject) => {
        session.ping((error) => {
            if (error === null) resolve();
            else reject(error);
        });
    });
}

function toFrame(text: string): Buffer {
    return Buffer.from(text);
}

async function sendAll(stream: MessageStream, frames: readonly Uint8Array[]): Promise<void> {
    for (const frame of frames) await stream.send(frame);
}

/** Takes messages without leaving the loop, which would close the stream. */
async function take(stream: MessageStream, count: number): Promise<Uint8Array[]> {
    const frames: Uint8Array[] = [];
    const reader = stream.incoming[Symbol.asyncIterator]();
    while (frames.length < count) {
        const next = await reader.next();
        if (next.done === true) throw new Error(`the stream ended after ${frames.length} of ${count} messages`);
        frames.push(next.value);
    }
    return frames;
}

async function textsOf(stream: MessageStream): Promise<string[]> {
    const texts: string[] = [];
    for await (const frame of stream.incoming) texts.push(Buffer.from(frame).toString());
    return texts;
}

/** Sends back so many messages. */
async function echo(stream: MessageStream, count: number): Promise<number> {
    const reader = stream.incoming[Symbol.asyncIterator]();
    for (let done = 0; done < count; done++) {
        const next = await reader.next();
        if (next.done === true) return done;
        await stream.send(next.value);
    }
    return count;
}

/** Waits until a number has stopped growing for many turns of the event loop. */
async function untilStill(count: () => number): Promise<void> {
    for (let [last, turns] = [-1, 0]; turns < 200; turns++) {
        if (count() !== last) [last, turns] = [count(), 0];
        await setImmediate();
    }
}
