import type { EventEmitter } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type DialStep, explainDialFailure, explainSilence } from './dial-failure';
import { type DialledAddress, openSocket } from './dialled-socket';
import { Http2ClientStream } from './http2-client-stream';
import { CONNECTION_LIMITS, WINDOW_BYTES } from './http2-limits';

/** What a connection is told that is dialled from here. */
export interface DialledConnectionOptions extends DialledAddress {
    /** What the other side gets as `:authority`: from gRPC's clients, the address as it was given. */
    readonly authority: string;
    /** How many milliseconds the other side may take until it has begun to speak HTTP/2. */
    readonly dialTimeoutMs: number;
}

/**
 * A connection for calls: gRPC's client side directly on node:http2
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 *
 * Owns: the socket, and the session of HTTP/2 on it. Both are gone when it is closed, at whatever time.
 */
export class DialledConnection {
    readonly #options: DialledConnectionOptions;
    #step: DialStep = 'TCP';
    #socket: Socket | undefined;
    #session: ClientHttp2Session | undefined;
    /** Why the connection broke; of several errors, the first one has caused the others. */
    #error: Error | undefined;
    #isClosed = false;

    constructor(options: DialledConnectionOptions) {
        this.#options = options;
    }

    /**
     * Dials. To be called once.
     * @throws Error where there is no connection: what the other side did, as the end of a sentence
     */
    async connect(): Promise<ClientHttp2Session> {
        const session = this.#isClosed ? undefined : await this.#dial();
        if (session !== undefined) return session;
        throw new Error(explainDialFailure(this.#step, this.#error, this.#options.tls !== undefined));
    }

    /** Calls a method whose messages go both ways. Only when connected. */
    call(session: ClientHttp2Session, path: string): Http2ClientStream {
        return new Http2ClientStream(session, this.request(session, path));
    }

    /** The call by itself, for who has a use of its own for it. */
    request(session: ClientHttp2Session, path: string): ClientHttp2Stream {
        const { authority, tls } = this.#options;
        return session.request({
            ':method': constants.HTTP2_METHOD_POST,
            ':scheme': tls === undefined ? 'http' : 'https',
            ':authority': authority,
            ':path': path,
            'content-type': 'application/grpc',
            te: 'trailers',
        });
    }

    /** Why the connection broke, where it did. */
    get error(): Error | undefined {
        return this.#error;
    }

    /** Ends what there is of it, at once. Idempotent. */
    close(): void {
        this.#isClosed = true;
        this.#session?.destroy();
        this.#socket?.destroy();
    }

    /** Undefined where it fails, or takes too long. */
    async #dial(): Promise<ClientHttp2Session | undefined> {
        const { dialTimeoutMs } = this.#options;
        const socket = openSocket(this.#options);
        this.#socket = socket;
        this.#noteErrors(socket);
        const timer = setTimeout(() => {
            socket.destroy(new Error(explainSilence(this.#step, dialTimeoutMs)));
        }, dialTimeoutMs);
        const session = await this.#establish(socket);
        clearTimeout(timer);
        return session;
    }

    async #establish(socket: Socket): Promise<ClientHttp2Session | undefined> {
        if (!(await happens(socket, 'connect'))) return undefined;
        if (socket instanceof TLSSocket && !(await this.#secure(socket))) return undefined;
        this.#step = 'HTTP/2';
        const session = connect('http://peer', { ...CONNECTION_LIMITS, createConnection: () => socket });
        this.#session = session;
        this.#noteErrors(session);
        session.once('connect', () => {
            session.setLocalWindowSize(WINDOW_BYTES);
        });
        return (await happens(session, 'remoteSettings')) ? session : undefined;
    }

    async #secure(socket: TLSSocket): Promise<boolean> {
        this.#step = 'TLS';
        if (!(await happens(socket, 'secureConnect'))) return false;
        if (socket.alpnProtocol === 'h2') return true;
        this.#error = new Error('it speaks TLS, but not HTTP/2');
        return false;
    }

    #noteErrors(connection: Socket | ClientHttp2Session): void {
        connection.on('error', (error: Error) => {
            this.#error ??= error;
            // A socket stays open behind an alert of TLS, and a session waits for its socket.
            connection.destroy();
        });
    }
}

/** Whether it happens before the connection closes. */
function happens(connection: EventEmitter, event: string): Promise<boolean> {
    return new Promise((resolve) => {
        connection.once(event, () => {
            resolve(true);
        });
        connection.once('close', () => {
            resolve(false);
        });
    });
}
