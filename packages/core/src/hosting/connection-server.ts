import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import {
    createSecureContext,
    createServer as createTlsServer,
    type SecureContext,
    type SecureContextOptions,
} from 'node:tls';
import { causeOfFirstBytes, causeOfRefusedClient, causeOfTlsError } from './refused-connection';
import type { ResolvedServerTls } from './tls';
import type { TlsByName } from './tls-by-name';

/** How long a connection may take until it has shown what it is. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Takes what becomes of connections: each one begins, and is then accepted, or refused, or goes away by itself. */
export interface Doorkeeper {
    begin(socket: Socket): void;
    /** @param tls what the connection was accepted by; undefined where there is no TLS */
    accept(socket: Socket, tls: ResolvedServerTls | undefined): void;
    refuse(socket: Socket, cause: string): void;
}

/** What a connection that comes in by a port goes through. */
export type Door = (socket: Socket) => void;

/** The door for connections without TLS. They show what they are by their first bytes, which HTTP/2 prescribes. */
export function createPlainDoor(keeper: Doorkeeper): Door {
    return (socket) => {
        keeper.begin(socket);
        // A probe, such as an orchestrator's, or a port scan.
        const dropSilent = (): void => void socket.destroy();
        socket.setTimeout(HANDSHAKE_TIMEOUT_MS, dropSilent);
        socket.once('data', (bytes) => {
            socket.setTimeout(0, dropSilent);
            const cause = causeOfFirstBytes(bytes);
            if (cause !== undefined) {
                keeper.refuse(socket, cause);
                return;
            }
            socket.pause();
            socket.unshift(bytes);
            keeper.accept(socket, undefined);
        });
    };
}

/**
 * The door for connections with TLS, mutual for those whose host name has CAs for clients. Other certificates mean
 * another door: connections that came in by the old one do not notice.
 */
export function createSecureDoor(tls: TlsByName, keeper: Doorkeeper): Door {
    const contexts = new Map<ResolvedServerTls, SecureContext>(
        tls.all.map((one) => [one, createSecureContext(contextOptions(one))]),
    );
    // It does not listen: connections are handed to it, as node:tls documents for this event.
    const server = createTlsServer({
        ...contextOptions(tls.otherwise),
        SNICallback: (name, answer) => {
            answer(null, contexts.get(tls.choose(name)));
        },
        requestCert: tls.all.some(({ clientCACerts }) => clientCACerts !== undefined),
        // Refused below and not by node:tls, which would not say why.
        rejectUnauthorized: false,
        ALPNProtocols: ['h2'],
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    });
    server.on('connection', (socket: Socket) => {
        keeper.begin(socket);
    });
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
        // A client that hangs up leaves no address here; the end of the connection below has it.
        if (error.code !== 'ECONNRESET') keeper.refuse(socket, causeOfTlsError(error));
    });
    server.on('secureConnection', (socket) => {
        const chosen = tls.choose(socket.servername);
        const cause = causeOfRefusedClient(socket, chosen.clientCACerts !== undefined);
        if (cause === undefined) keeper.accept(socket, chosen);
        else keeper.refuse(socket, cause);
    });
    return (socket) => server.emit('connection', socket);
}

function contextOptions({ key, cert, clientCACerts }: ResolvedServerTls): SecureContextOptions {
    return {
        key,
        cert,
        ...(clientCACerts === undefined ? {} : { ca: clientCACerts }),
        minVersion: 'TLSv1.2',
        // As the Go shim: nobody gets in on the strength of an earlier handshake.
        secureOptions: constants.SSL_OP_NO_TICKET,
    };
}
