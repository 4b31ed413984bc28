import type { ServerHttp2Stream } from 'node:http2';
import { GrpcError, GrpcStatus } from './grpc-status';
import { type Health, type HealthResponse, healthService } from './health';
import { Http2ServerStream } from './http2-server-stream';

/** The health service on streams of node:http2: one request, then an answer, or answers for as long as it is watched. */

/** Answers a Check. Never rejects. */
export async function serveHealthCheck(call: ServerHttp2Stream, health: Health): Promise<void> {
    const stream = new Http2ServerStream(call);
    const service = await serviceAskedFor(stream);
    const answer = service === undefined ? undefined : health.check(service);
    if (answer === undefined) {
        await stream.close(new GrpcError(GrpcStatus.NOT_FOUND, `there is no service ${service ?? ''}`));
    } else {
        await send(stream, answer);
        await stream.close();
    }
}

/** Answers a Watch until the other side, or the server, ends it. Never rejects. */
export async function serveHealthWatch(call: ServerHttp2Stream, health: Health): Promise<void> {
    const stream = new Http2ServerStream(call);
    const service = await serviceAskedFor(stream);
    if (service === undefined) return;
    const unwatch = health.watch(service, {
        tell: (answer) => void send(stream, answer),
        end: () => void stream.close(new GrpcError(GrpcStatus.UNAVAILABLE, 'the server is shutting down')),
    });
    call.once('close', unwatch);
}

/** The name in the request; undefined where no request comes, which is the end of the call. */
async function serviceAskedFor(stream: Http2ServerStream): Promise<string | undefined> {
    try {
        const first = await stream.incoming[Symbol.asyncIterator]().next();
        if (first.done !== true) return healthService.check.requestDeserialize(Buffer.from(first.value)).service;
    } catch {
        // Gone, or said something that is not a request: answered below.
    }
    await stream.close(new GrpcError(GrpcStatus.INTERNAL, 'the request cannot be read'));
    return undefined;
}

/** A client that has gone away is told nothing. */
async function send(stream: Http2ServerStream, answer: HealthResponse): Promise<void> {
    await stream.send(healthService.check.responseSerialize(answer))?.catch(() => undefined);
}
