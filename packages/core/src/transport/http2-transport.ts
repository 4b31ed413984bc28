import {
    constants,
    createServer,
    type IncomingHttpHeaders,
    type ServerHttp2Session,
    type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { chaincodeService } from '@heddle/protocol';
import { GrpcError, GrpcStatus, statusHeaders } from './grpc-status';
import { healthService } from './health';
import { serveHealthCheck, serveHealthWatch } from './http2-health';
import { keepAlive } from './http2-keepalive';
import { CONNECTION_LIMITS, WINDOW_BYTES } from './http2-limits';
import { Http2ServerStream } from './http2-server-stream';
import type { Transport, TransportOptions } from './transport';

/** gRPC's server side directly on node:http2; see Http2Transport. */
export function http2Transport(options: TransportOptions): Transport {
    return new Http2Transport(options);
}

/**
 * Serves the few calls that a chaincode has (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). Answers to
 * pings and settings, and the limits of both, are node:http2's.
 */
class Http2Transport implements Transport {
    readonly tellsAuthority = true;
    readonly #options: TransportOptions;
    readonly #sessions = new Set<ServerHttp2Session>();
    readonly #server = createServer(CONNECTION_LIMITS);
    #isDraining = false;
    readonly #calls: ReadonlyMap<string, (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void>;

    constructor(options: TransportOptions) {
        this.#options = options;
        const { health } = options;
        this.#calls = new Map([
            [
                chaincodeService.connect.path,
                (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void => {
                    this.#connect(stream, headers);
                },
            ],
            // Neither of the two rejects.
            [healthService.check.path, (stream: ServerHttp2Stream): void => void serveHealthCheck(stream, health)],
            [healthService.watch.path, (stream: ServerHttp2Stream): void => void serveHealthWatch(stream, health)],
        ]);
        this.#server.on('session', (session) => {
            this.#begin(session);
        });
        this.#server.on('stream', (stream, headers) => {
            this.#route(stream, headers);
        });
    }

    accept(connection: Socket): void {
        // What node:http documents for its servers holds for node:http2's: connections are injected by this event.
        this.#server.emit('connection', connection);
    }

    drain(): void {
        this.#isDraining = true;
        // By GOAWAY: each session ends with its last stream.
        for (const session of this.#sessions) session.close();
    }

    async close(): Promise<void> {
        this.#isDraining = true;
        await Promise.all(Array.from(this.#sessions, closeSession));
    }

    #begin(session: ServerHttp2Session): void {
        this.#sessions.add(session);
        session.setLocalWindowSize(WINDOW_BYTES);
        const stopAsking = keepAlive(session, this.#options.keepalive);
        session.once('close', () => {
            stopAsking();
            this.#sessions.delete(session);
        });
        // The streams of a broken session tell their readers; without a listener it would end the process.
        session.on('error', () => undefined);
        if (this.#isDraining) session.close();
    }

    #route(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
        // A stream that breaks while it is refused has nobody to tell.
        stream.on('error', () => undefined);
        const { ':method': method, ':path': path = '', 'content-type': contentType = '' } = headers;
        const serve = this.#calls.get(path);
        if (method !== 'POST') refuse(stream, { ':status': constants.HTTP_STATUS_METHOD_NOT_ALLOWED });
        else if (!contentType.startsWith('application/grpc')) {
            refuse(stream, { ':status': constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE });
        } else if (serve === undefined) refuse(stream, unimplemented(path));
        else serve(stream, headers);
    }

    #connect(stream: ServerHttp2Stream, { ':authority': authority, host: hostHeader }: IncomingHttpHeaders): void {
        const { remoteAddress = '', remotePort = 0 } = stream.session?.socket ?? {};
        this.#options.onConnect(new Http2ServerStream(stream), {
            remote: `${remoteAddress}:${remotePort}`,
            host: remoteAddress,
            // A client that sends the one need not send the other (RFC 9113, 8.3.1).
            authority: authority ?? hostHeader ?? '',
        });
    }
}

/** Resolves when its last stream has ended. */
function closeSession(session: ServerHttp2Session): Promise<void> {
    return new Promise((resolve) => {
        session.once('close', resolve);
        session.close();
    });
}

/** A response that is nothing but headers, as gRPC has it for calls that fail at once. */
function unimplemented(path: string): Record<string, string | number> {
    return {
        ':status': constants.HTTP_STATUS_OK,
        'content-type': 'application/grpc+proto',
        ...statusHeaders(new GrpcError(GrpcStatus.UNIMPLEMENTED, `there is no method ${path}`)),
    };
}

function refuse(stream: ServerHttp2Stream, headers: Record<string, string | number>): void {
    stream.respond(headers, { endStream: true });
    // The rest of what it says does not matter.
    stream.close(constants.NGHTTP2_NO_ERROR);
}
