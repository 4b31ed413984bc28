import { status as Status } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES, type MessageStream, streamOfServerCall } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { type JoinedStreams, testMessageStream } from '../../../protocol/dist/message-stream.suite';
import { deferred } from '../testing/deferred';
import { connectionTo, type RegisterCall, RegisterServer } from '../testing/register-server';
import type { Http2ClientStream } from './http2-client-stream';

/** Both ends of one call, the other one by grpc-js. */
interface ClientCall extends AsyncDisposable {
    readonly client: Http2ClientStream;
    readonly call: RegisterCall;
}

async function makeCall(): Promise<ClientCall> {
    const called = deferred<RegisterCall>();
    const server = await RegisterServer.listen(called.resolve);
    const connection = connectionTo(server.port);
    const client = await connection.register();
    return {
        client,
        call: await called.promise,
        async [Symbol.asyncDispose]() {
            connection.close();
            await server.close();
        },
    };
}

async function join(): Promise<{ client: MessageStream; server: MessageStream; close: () => Promise<void> }> {
    const made = await makeCall();
    return {
        client: made.client,
        server: streamOfServerCall(made.call),
        close: async () => made[Symbol.asyncDispose](),
    };
}

describe('the stream of a call that was made on node:http2', () => {
    testMessageStream(async (): Promise<JoinedStreams> => {
        const { client, server, close } = await join();
        return { one: client, other: server, close };
    });
});

describe('its other side, by grpc-js', () => {
    testMessageStream(async (): Promise<JoinedStreams> => {
        const { client, server, close } = await join();
        return { one: server, other: client, close };
    });
});

async function textsOf(stream: MessageStream): Promise<string[]> {
    const texts: string[] = [];
    for await (const frame of stream.incoming) texts.push(Buffer.from(frame).toString());
    return texts;
}

describe('the end of a call that was made', () => {
    it('is in order with status OK', async () => {
        await using made = await makeCall();
        made.call.end();
        expect(await textsOf(made.client)).toEqual([]);
        expect(await made.client.over).toBeUndefined();
    });

    it.each([
        [Status.UNAVAILABLE, 'the peer is shutting down'],
        [Status.UNKNOWN, '100 % über, 日本語, 🧵'],
        [Status.INTERNAL, 'two\nlines'],
        [99, '"quoted", \\ ~'],
    ])('has the status of the server: %i, %j', async (code, details) => {
        await using made = await makeCall();
        made.call.write(Buffer.from('first'));
        const reading = made.client.incoming[Symbol.asyncIterator]();
        expect((await reading.next()).value).toEqual(Buffer.from('first'));
        made.call.emit('error', { code, details });
        await expect(reading.next()).rejects.toMatchObject({ code, message: details });
        expect(await made.client.over).toMatchObject({ code, details });
    });

    it('names the status where the server says nothing else', async () => {
        await using made = await makeCall();
        made.call.emit('error', { code: Status.UNAVAILABLE, details: '' });
        expect(await made.client.over).toMatchObject({ code: 14, message: 'it ended the call with status 14 of gRPC' });
    });

    it('is the reason that was given here', async () => {
        await using made = await makeCall();
        const cancelled = new Promise((resolve) => made.call.once('cancelled', resolve));
        const reason = new Error('out of order');
        await made.client.close(reason);
        expect(await made.client.over).toBe(reason);
        await cancelled;
    });

    it('comes behind messages that were not read', async () => {
        await using made = await makeCall();
        for (let count = 0; count < 2_000; count++) made.call.write(Buffer.alloc(16_000, count % 251));
        made.call.end();
        let received = 0;
        for await (const frame of made.client.incoming) {
            expect(frame[0]).toBe(received % 251);
            received++;
            if (received % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        }
        expect(received).toBe(2_000);
        expect(await made.client.over).toBeUndefined();
    });
});

it('carries messages of 10 MB both ways at a time', async () => {
    await using made = await makeCall();
    const server = streamOfServerCall(made.call);
    const message = Buffer.alloc(10 * 1024 * 1024, 'a large message ');
    expect(message.length).toBeLessThan(MAX_MESSAGE_BYTES);
    const take = async (stream: MessageStream): Promise<boolean> => {
        const reading = stream.incoming[Symbol.asyncIterator]();
        for (let count = 0; count < 3; count++) {
            const { value } = (await reading.next()) as { value: Uint8Array };
            if (Buffer.compare(value, message) !== 0) return false;
        }
        return true;
    };
    const send = async (stream: MessageStream): Promise<void> => {
        for (let count = 0; count < 3; count++) await stream.send(message);
    };
    const [one, other] = await Promise.all([take(made.client), take(server), send(made.client), send(server)]);
    expect([one, other]).toEqual([true, true]);
});
