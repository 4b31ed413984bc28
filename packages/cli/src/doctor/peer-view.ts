import { isIP } from 'node:net';
import { parseDialledAddress } from '../packaging/check-address';
import { type ConnectionFields, textOf } from '../packaging/connection-fields';
import { hasTemplate } from '../packaging/template';

/** How peers come to a server, as its package tells them. */
export interface PeerView {
    /** What they dial; undefined if there is no package, or a template in its address. */
    readonly address: string | undefined;
    /** The name that the server's certificate must have. */
    readonly serverName: string | undefined;
    readonly isTls: boolean;
    /** Undefined: without TLS, or with certificates that only the peer's builder knows. */
    readonly tls: PeerTls | undefined;
}

/** PEM. */
export interface PeerTls {
    readonly rootCert: string;
    readonly clientCert: string | undefined;
    readonly clientKey: string | undefined;
}

/** What a connection.json says to a peer. What is wrong with it has been reported. */
export function peerViewOf(connection: ConnectionFields): PeerView {
    const text = textOf(connection, 'address') ?? '';
    const address = hasTemplate(text) ? undefined : parseDialledAddress(text);
    // A peer uses the domain with client certificates only (fabric, core/container/externalbuilder/instance.go).
    const domain = connection.client_auth_required === true ? textOf(connection, 'domain') : undefined;
    return {
        address: address && text,
        serverName: domain ?? address?.host,
        isTls: connection.tls_required === true,
        tls: connection.tls_required === true ? peerTlsOf(connection) : undefined,
    };
}

function peerTlsOf(connection: ConnectionFields): PeerTls | undefined {
    const isMutual = connection.client_auth_required === true;
    const rootCert = textOf(connection, 'root_cert') ?? '';
    const clientCert = isMutual ? textOf(connection, 'client_cert') : undefined;
    const clientKey = isMutual ? textOf(connection, 'client_key') : undefined;
    const isKnown = [rootCert, clientCert, clientKey].every((pem) => !hasTemplate(pem ?? ''));
    return isKnown ? { rootCert, clientCert, clientKey } : undefined;
}

/** Whether a certificate has a name, by its alternative names alone: Go does not look at the subject. */
export function hasName(
    certificate: {
        checkHost: (name: string, options: { subject: 'never' }) => unknown;
        checkIP: (ip: string) => unknown;
    },
    name: string,
): boolean {
    const found = isIP(name) === 0 ? certificate.checkHost(name, { subject: 'never' }) : certificate.checkIP(name);
    return found !== undefined;
}
