import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';

/** TLS towards the other side, in PEM. */
export interface DialledTls {
    readonly rootCert: Buffer;
    readonly keyPair: { readonly key: Buffer; readonly cert: Buffer } | undefined;
    /** The host name in the other side's certificate, where it is not that of the address. */
    readonly serverName: string | undefined;
}

/** Where the other side is, and how it is reached. */
export interface DialledAddress {
    /** Without brackets. */
    readonly host: string;
    readonly port: number;
    /** Undefined: the connection is plaintext. */
    readonly tls: DialledTls | undefined;
}

/** Begins to connect: by TLS, a socket says `connect`, and then `secureConnect`. */
export function openSocket({ host, port, tls }: DialledAddress): Socket {
    if (tls === undefined) return connectTcp({ host, port });
    const name = tls.serverName ?? host;
    return connectTls({
        host,
        port,
        ca: tls.rootCert,
        ...tls.keyPair,
        ALPNProtocols: ['h2'],
        // An IP address is no server name (RFC 6066, 3), but certificates may be for one.
        servername: isIP(name) === 0 ? name : '',
        checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
    });
}
