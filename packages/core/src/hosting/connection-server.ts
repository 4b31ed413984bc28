import { constants } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { causeOfFirstBytes, causeOfRefusedClient, causeOfTlsError } from './refused-connection';
import type { ResolvedServerTls } from './tls';

/** How long a connection may take until it has shown what it is. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Takes what becomes of connections: each one begins, and is then accepted, or refused, or goes away by itself. */
export interface Doorkeeper {
    begin(socket: Socket): void;
    accept(socket: Socket): void;
    refuse(socket: Socket, cause: string): void;
}

/** A server for connections without TLS. They show what they are by their first bytes, which HTTP/2 prescribes. */
export function createPlainServer(door: Doorkeeper): Server {
    return createServer((socket) => {
        door.begin(socket);
        // A probe, such as an orchestrator's, or a port scan.
        const dropSilent = (): void => void socket.destroy();
        socket.setTimeout(HANDSHAKE_TIMEOUT_MS, dropSilent);
        socket.once('data', (bytes) => {
            socket.setTimeout(0, dropSilent);
            const cause = causeOfFirstBytes(bytes);
            if (cause !== undefined) {
                door.refuse(socket, cause);
                return;
            }
            socket.pause();
            socket.unshift(bytes);
            door.accept(socket);
        });
    });
}

/** A server for connections with TLS, mutual where it has CAs for clients. */
export function createSecureServer({ key, cert, clientCACerts }: ResolvedServerTls, door: Doorkeeper): Server {
    const server = createTlsServer({
        key,
        cert,
        ...(clientCACerts === undefined ? {} : { ca: clientCACerts, requestCert: true }),
        // Refused below and not by node:tls, which would not say why.
        rejectUnauthorized: false,
        minVersion: 'TLSv1.2',
        ALPNProtocols: ['h2'],
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        // As the Go shim: nobody gets in on the strength of an earlier handshake.
        secureOptions: constants.SSL_OP_NO_TICKET,
    });
    server.on('connection', (socket: Socket) => {
        door.begin(socket);
    });
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
        // Who hangs up has left no address here. The end of the connection below tells.
        if (error.code !== 'ECONNRESET') door.refuse(socket, causeOfTlsError(error));
    });
    server.on('secureConnection', (socket) => {
        const cause = causeOfRefusedClient(socket, clientCACerts !== undefined);
        if (cause === undefined) door.accept(socket);
        else door.refuse(socket, cause);
    });
    return server;
}
