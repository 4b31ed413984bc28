/** Which side was dialled. Both fail with the same codes; what to do about it differs. */
export type DialledSide = 'server' | 'peer';

/** Why a connection failed. */
export interface DialCause {
    readonly what: string;
    readonly remedies: Readonly<Record<DialledSide, string>>;
}

/** Where a peer listens for whom. */
export const PEER_ADDRESSES = 'chaincode goes to its peer.chaincodeListenAddress, clients to its peer.listenAddress';

/** What to do where the other side is without TLS, and this one is not; or the other way round. */
export const WITHOUT_TLS: Readonly<Record<DialledSide, string>> = {
    server: 'give the server a certificate, or package without --tls-root-cert',
    peer: 'leave --tls-root-cert out, or turn on its peer.tls.enabled',
};

/** What to do where a server or peer wants another client certificate. */
export const CLIENT_CERTIFICATE: Readonly<Record<DialledSide, string>> = {
    server: 'package one of its client authority by --client-cert and --client-key',
    peer: 'give the certificate that it wants by --client-cert and --client-key',
};

/** What to do where nothing answers. */
export const START_SERVER = 'start the server, and let --server and its --chaincode-address agree';

const RESOLVE = 'correct the name, or the DNS of this machine';
const REACH = 'correct the host, or the network';
const RENEW = 'let its authority issue a new one';
const CLOCKS = 'wait, or correct the clocks';

/** By the codes of Node.js and OpenSSL; the first that fits. */
const CAUSES: readonly (readonly [code: RegExp, what: string, server: string, peer: string])[] = [
    [/ECONNREFUSED/, 'is not listened at', START_SERVER, `start the peer, and correct the port: ${PEER_ADDRESSES}`],
    [/ENOTFOUND|EAI_/, 'has a host that cannot be resolved', RESOLVE, RESOLVE],
    [/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, 'cannot be reached from here', REACH, REACH],
    [
        /ALTNAME/,
        'has a certificate of another name',
        "issue one with the host of the package's address",
        'dial it by a name of its certificate, or issue one with this',
    ],
    [/CERT_HAS_EXPIRED/, 'has a certificate that has expired', RENEW, RENEW],
    [/CERT_NOT_YET_VALID/, 'has a certificate that is not valid yet', CLOCKS, CLOCKS],
    [
        /UNABLE_TO|SELF_SIGNED|UNKNOWN_CA|CERT_SIGNATURE|INVALID_CA/,
        'has a certificate of an authority that is not trusted',
        'package the certificate of its authority by --tls-root-cert, as peers trust no other',
        "give by --tls-root-cert the certificate of the authority of its TLS, which is not that of its organization's identities",
    ],
    [
        /ERR_SSL_.*ALERT|CERTIFICATE_REQUIRED/,
        'refuses the TLS of this side: it asks for another client certificate, or for one at all',
        CLIENT_CERTIFICATE.server,
        CLIENT_CERTIFICATE.peer,
    ],
    [/ERR_SSL|EPROTO/, 'does not speak TLS', WITHOUT_TLS.server, WITHOUT_TLS.peer],
];

/** Why it failed, as far as the code tells. */
export function causeOf(code = ''): DialCause | undefined {
    const found = CAUSES.find(([pattern]) => pattern.test(code));
    if (found === undefined) return undefined;
    const [, what, server, peer] = found;
    return { what, remedies: { server, peer } };
}
