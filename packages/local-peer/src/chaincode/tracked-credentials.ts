import type { Socket } from 'node:net';
import { ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';

type SecureConnector = ReturnType<ChannelCredentials['_createSecureConnector']>;
type Target = Parameters<ChannelCredentials['_createSecureConnector']>[0];

/**
 * Credentials that know the sockets they are used on. grpc-js does not give up a connection whose handshake never ends:
 * a client that is closed before leaves its socket open, and credentials are the one place where it can be had.
 */
export class TrackedCredentials extends ChannelCredentials {
    readonly #inner: ChannelCredentials;
    readonly #sockets = new Set<Socket>();
    #closed = false;

    constructor(inner: ChannelCredentials) {
        super();
        this.#inner = inner;
    }

    /** Closes all sockets, and those that are still to come. */
    closeSockets(): void {
        this.#closed = true;
        for (const socket of this.#sockets) socket.destroy();
    }

    override _isSecure(): boolean {
        return this.#inner._isSecure();
    }

    override _equals(other: ChannelCredentials): boolean {
        return this === other;
    }

    override _createSecureConnector(target: Target, options: ChannelOptions): SecureConnector {
        const inner = this.#inner._createSecureConnector(target, options);
        return {
            connect: (socket) => {
                this.#track(socket);
                return inner.connect(socket);
            },
            waitForReady: () => inner.waitForReady(),
            getCallCredentials: () => inner.getCallCredentials(),
            destroy: () => {
                inner.destroy();
            },
        };
    }

    #track(socket: Socket): void {
        if (this.#closed) {
            socket.destroy();
            return;
        }
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
    }
}
