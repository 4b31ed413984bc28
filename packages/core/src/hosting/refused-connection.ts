import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/**
 * Why a connection was refused before it could speak gRPC, as sentences for the server's log. The client sees nothing
 * but a timeout in each of these cases, so the cause must be told here.
 */

const CONNECTION_JSON = "the package's connection.json";
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const TLS_HANDSHAKE_RECORD = 0x16;

const NOT_TRUSTED =
    `it does not trust this server's certificate: root_cert in ${CONNECTION_JSON} must be the CA that issued it, and ` +
    'the host of its address must be among the names of the certificate';

/** By the code of the error that node:tls reports for a failed handshake. */
const CAUSES: Readonly<Record<string, string>> = {
    ERR_SSL_WRONG_VERSION_NUMBER:
        `it does not speak TLS, and this server demands it: set "tls_required": true and root_cert in ` +
        `${CONNECTION_JSON}, or start the server without TLS`,
    ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: NOT_TRUSTED,
    ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: NOT_TRUSTED,
    ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: NOT_TRUSTED,
    ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "this server's certificate has expired: renew it",
    ERR_SSL_UNSUPPORTED_PROTOCOL: 'it offers no version of TLS from 1.2 on',
    ERR_SSL_NO_APPLICATION_PROTOCOL: 'it speaks TLS but not HTTP/2, so it is not a peer',
    ERR_TLS_HANDSHAKE_TIMEOUT: 'it did not finish the TLS handshake in time',
};

/** Why a TLS handshake failed. */
export function causeOfTlsError(error: NodeJS.ErrnoException): string {
    return CAUSES[error.code ?? ''] ?? `the TLS handshake failed: ${error.message}`;
}

/** Why a client that hung up in the middle of the handshake did so, in all likelihood. */
export const HUNG_UP_IN_HANDSHAKE = `it hung up during the TLS handshake; most often ${NOT_TRUSTED}`;

/** Why a finished TLS handshake is not good enough; undefined where it is. */
export function causeOfRefusedClient(socket: TLSSocket, isCertificateRequired: boolean): string | undefined {
    if (socket.alpnProtocol !== 'h2') return CAUSES['ERR_SSL_NO_APPLICATION_PROTOCOL'];
    if (!isCertificateRequired) return undefined;
    const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
    // Not `authorized` alone: for a TLS session that is resumed, OpenSSL finds nothing wrong with no certificate.
    if (subject === undefined) {
        return (
            'it showed no client certificate, and this server demands one (mutual TLS): set "client_auth_required": ' +
            `true, client_key and client_cert in ${CONNECTION_JSON}`
        );
    }
    if (socket.authorized) return undefined;
    return (
        `its client certificate, of ${subject.CN ?? 'no common name'}, was refused (${String(socket.authorizationError)}): ` +
        `client_cert in ${CONNECTION_JSON} must be of one of the CAs in tls.clientCACerts`
    );
}

/** Why the first bytes of a connection without TLS cannot be HTTP/2; undefined where they can. */
export function causeOfFirstBytes(bytes: Buffer): string | undefined {
    const length = Math.min(bytes.length, HTTP2_PREFACE.length);
    if (bytes.subarray(0, length).equals(HTTP2_PREFACE.subarray(0, length))) return undefined;
    if (bytes[0] !== TLS_HANDSHAKE_RECORD) return 'it does not speak HTTP/2, so it is not a peer';
    return (
        'it speaks TLS, and this server does not: give the server a key and a certificate, or set "tls_required": false ' +
        `in ${CONNECTION_JSON}`
    );
}

/** Where a connection comes from; `an unknown address` when it is gone already. */
export function remoteOf({ remoteAddress, remotePort }: Socket): string {
    return remoteAddress === undefined ? 'an unknown address' : `${remoteAddress}:${remotePort ?? 0}`;
}
