import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Client, credentials, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MessageStream, streamOfClientCall, streamOfServerCall } from './message-stream';
import { type JoinedStreams, testMessageStream } from './message-stream.suite';
import { findUnusedPort, type GrpcCall, makeCall, makeGrpcCall } from './testing/grpc-streams';

async function joinByGrpc(): Promise<JoinedStreams> {
    const call = await makeGrpcCall();
    return { one: streamOfServerCall(call.server), other: streamOfClientCall(call.client), close: () => call.close() };
}

describe('the stream of a server call', () => {
    testMessageStream(joinByGrpc);
});

describe('the stream of a client call', () => {
    testMessageStream(async () => {
        const joined = await joinByGrpc();
        return { one: joined.other, other: joined.one, close: () => joined.close() };
    });
});

describe('a stream over gRPC', () => {
    let call: GrpcCall;
    let server: MessageStream;
    let client: MessageStream;

    beforeEach(async () => {
        call = await makeGrpcCall();
        server = streamOfServerCall(call.server);
        client = streamOfClientCall(call.client);
    });

    afterEach(async () => {
        await Promise.all([server.close(), client.close()]);
        await call.close();
    });

    async function readToEnd(stream: MessageStream): Promise<number> {
        let frames = 0;
        for await (const _frame of stream.incoming) frames++;
        return frames;
    }

    it('throws at both sides when the connection breaks', async () => {
        const reading = [readToEnd(server), readToEnd(client)];
        await client.send(Buffer.from('frame'));
        call.cut();
        for (const { status } of await Promise.allSettled(reading)) expect(status).toBe('rejected');
        const closed = { code: 'STREAM_CLOSED' };
        await expect(server.send(Buffer.from('late'))).rejects.toMatchObject(closed);
        await expect(client.send(Buffer.from('late'))).rejects.toMatchObject(closed);
    });

    it.each(['server', 'client'] as const)('lets go of who waits to send at the %s when it breaks', async (side) => {
        const stream = side === 'server' ? server : client;
        const sends = Array.from({ length: 200 }, async () => stream.send(Buffer.alloc(64 * 1024)));
        const settled = Promise.allSettled(sends);
        await setImmediate();
        call.cut();
        const reasons = (await settled).filter(({ status }) => status === 'rejected');
        expect(reasons).not.toHaveLength(0);
        for (const failed of reasons) expect(failed).toMatchObject({ reason: { code: 'STREAM_CLOSED' } });
    });

    it.each(['server', 'client'] as const)('closes at the %s when it breaks before all is sent', async (side) => {
        const stream = side === 'server' ? server : client;
        const sends = Promise.allSettled(Array.from({ length: 200 }, async () => stream.send(Buffer.alloc(64 * 1024))));
        const closing = stream.close();
        await setImmediate();
        call.cut();
        await closing;
        expect(await sends).toContainEqual(expect.objectContaining({ status: 'rejected' }));
    });

    it('tells the client why the server closed it', async () => {
        const reading = readToEnd(client);
        await server.close(new Error('the session is out of order'));
        await expect(reading).rejects.toThrow('the session is out of order');
    });

    it('throws at the server when the client cancels the call', async () => {
        const reading = readToEnd(server);
        call.client.cancel();
        await expect(reading).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
    });

    it('ends the call of a client that only half-closes it', async () => {
        call.client.end();
        expect(await readToEnd(server)).toBe(0);
        expect(await readToEnd(client)).toBe(0);
    });

    it('leaves no listener behind', async () => {
        const counts = (): number[] =>
            [call.server, call.client].flatMap((end) => end.eventNames().map((name) => end.listenerCount(name)));
        const before = counts();
        const reading = readToEnd(server);
        await Promise.all(Array.from({ length: 1_000 }, async () => client.send(Buffer.alloc(1_000))));
        expect(counts()).toEqual(before);
        await client.close();
        expect(await reading).toBe(1_000);
    });
});

describe('a call of a server that never ends it', () => {
    it('is cancelled when it was closed at the client', async () => {
        const call = await makeGrpcCall();
        const cancelled = once(call.server, 'cancelled');
        await streamOfClientCall(call.client, { lingerMs: 0 }).close();
        await cancelled;
        await call.close();
        expect(call.server.cancelled).toBe(true);
    });

    it('is left alone for as long as one is ready to wait, also where no timer takes that', async () => {
        const call = await makeGrpcCall();
        await streamOfClientCall(call.client, { lingerMs: Infinity }).close();
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(call.server.cancelled).toBe(false);
        call.client.cancel();
        await call.close();
    });
});

describe('the stream of a call that reaches no server', () => {
    let client: Client;

    beforeEach(async () => {
        client = new Client(`127.0.0.1:${await findUnusedPort()}`, credentials.createInsecure());
    });

    afterEach(() => {
        client.close();
    });

    it('throws, and refuses to send', async () => {
        const stream = streamOfClientCall(makeCall(client));
        const sending = stream.send(Buffer.from('frame'));
        await expect(stream.incoming[Symbol.asyncIterator]().next()).rejects.toMatchObject({
            code: status.UNAVAILABLE,
        });
        await sending;
        await expect(stream.send(Buffer.from('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
        await stream.close();
    });

    it('can be closed with frames on their way', async () => {
        const stream = streamOfClientCall(makeCall(client));
        const sends = Promise.allSettled(Array.from({ length: 100 }, async () => stream.send(Buffer.from('frame'))));
        await stream.close();
        expect(await sends).toHaveLength(100);
    });
});
