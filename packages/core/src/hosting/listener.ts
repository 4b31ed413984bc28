import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ChaincodeError, toError } from '../errors';
import { LimitedLog } from '../limited-log';
import type { Logger } from '../logger';
import type { HostObserver } from '../observer';
import { createPlainDoor, createSecureDoor, type Door, type Doorkeeper } from './connection-server';
import { formatHostAndPort, type HostAndPort } from './host-and-port';
import { namesOf, SERVER_OPTIONS } from './option-names';
import { HUNG_UP_IN_HANDSHAKE, remoteOf } from './refused-connection';
import type { ResolvedServerTls } from './tls';
import type { TlsByName } from './tls-by-name';

export interface ListenerOptions {
    readonly tls: TlsByName | undefined;
    readonly logger: Logger;
    readonly observer?: HostObserver | undefined;
    /** Takes a connection that speaks HTTP/2, behind TLS where there is TLS. */
    readonly accept: (connection: Socket, tls: ResolvedServerTls | undefined) => void;
}

/**
 * A port, and who may come in by it. grpc-js would listen by itself, but keeps to itself why a handshake failed; so
 * connections are taken here, and those that have shown what they are go on to grpc-js.
 *
 * Owns: the port, and the connections that come by it. Each one that is refused is logged with its cause.
 */
export class Listener implements Doorkeeper {
    readonly #options: ListenerOptions;
    readonly #server: Server;
    #door: Door;
    readonly #connections = new Set<Socket>();
    /** Where those come from that have not shown what they are: all that a socket and TLS on top of it have in common. */
    readonly #undecided = new Set<string>();
    readonly #warnings: LimitedLog;
    /** A socket, TLS on top of it and HTTP/2 may all report one and the same. */
    readonly #reported = new WeakSet<Error>();

    constructor(options: ListenerOptions) {
        this.#options = options;
        this.#warnings = new LimitedLog(options.logger);
        this.#door = this.#createDoor(options.tls);
        this.#server = createServer((socket) => {
            this.#door(socket);
        });
    }

    /** @throws ChaincodeError LISTEN_FAILED, with cause and remedy in one sentence */
    async listen(address: HostAndPort): Promise<HostAndPort> {
        const { host, port } = address;
        const listening = once(this.#server, 'listening');
        this.#server.listen({ port, ...(host === '' ? {} : { host }) });
        try {
            await listening;
        } catch (thrown) {
            throw listenFailed(toError(thrown), address);
        }
        const bound = this.#server.address() as AddressInfo;
        return { host: bound.address, port: bound.port };
    }

    /** Lets connections in by other certificates from now on. Connections that exist go on unchanged. */
    secure(tls: TlsByName | undefined): void {
        this.#door = this.#createDoor(tls);
    }

    /** Gives the port up at once; resolves when the connections that came by it are gone. */
    async close(): Promise<void> {
        if (!this.#server.listening) return;
        const closed = once(this.#server, 'close');
        this.#server.close();
        this.#warnings.close();
        for (const socket of this.#connections) {
            if (this.#undecided.delete(remoteOf(socket))) socket.destroy();
        }
        await closed;
    }

    /** Breaks the connections that are left. */
    destroyConnections(): void {
        for (const socket of this.#connections) socket.destroy();
    }

    begin(socket: Socket): void {
        const remote = remoteOf(socket);
        this.#connections.add(socket);
        this.#undecided.add(remote);
        this.#logErrors(socket, remote);
        socket.once('close', () => {
            this.#connections.delete(socket);
            // A client that said nothing at all is a probe.
            if (this.#undecided.delete(remote) && socket.bytesRead > 0) this.#logRefusal(remote, HUNG_UP_IN_HANDSHAKE);
        });
    }

    accept(socket: Socket, tls: ResolvedServerTls | undefined): void {
        const remote = remoteOf(socket);
        // Gone, with the port, while its last bytes were on their way here.
        if (!this.#undecided.delete(remote)) return;
        this.#logErrors(socket, remote);
        this.#options.accept(socket, tls);
    }

    refuse(socket: Socket, cause: string): void {
        const remote = remoteOf(socket);
        this.#undecided.delete(remote);
        this.#logRefusal(remote, cause);
        socket.destroy();
    }

    #createDoor(tls: TlsByName | undefined): Door {
        return tls === undefined ? createPlainDoor(this) : createSecureDoor(tls, this);
    }

    #logRefusal(remote: string, cause: string): void {
        this.#options.observer?.connectionRefused?.();
        const host = remote.slice(0, remote.lastIndexOf(':'));
        this.#warnings.write('warn', `${host} ${cause}`, { remote }, `refused a connection from ${remote}: ${cause}`);
    }

    /** Without a listener, an error of a connection would end the process. */
    #logErrors(socket: Socket, remote: string): void {
        socket.on('error', (error: NodeJS.ErrnoException) => {
            if (this.#reported.has(error)) return;
            this.#reported.add(error);
            const text = `the connection from ${remote} broke: ${error.message}`;
            const isAboutHttp2 = error.code?.startsWith('ERR_HTTP2') === true;
            if (isAboutHttp2) this.#warnings.write('warn', error.message, { remote, err: error }, text);
            else this.#options.logger.debug({ remote, err: error }, text);
        });
    }
}

/** By the code of the system's error. */
const REMEDIES: Readonly<Record<string, string>> = {
    EADDRINUSE: 'the port is in use: end the process that listens there, or take another port',
    EACCES: 'this user may not take that port: take one above 1023',
    EADDRNOTAVAIL: 'this machine does not have that address: take 0.0.0.0 for all that it has',
    ENOTFOUND: 'the host is not known: take 0.0.0.0 for all addresses of this machine',
};

function listenFailed(error: NodeJS.ErrnoException, address: HostAndPort): ChaincodeError {
    const remedy = REMEDIES[error.code ?? ''] ?? error.message;
    const message = `cannot listen on ${formatHostAndPort(address)}, which ${namesOf(SERVER_OPTIONS.address)} names: ${remedy}`;
    return new ChaincodeError('LISTEN_FAILED', message, { cause: error });
}
