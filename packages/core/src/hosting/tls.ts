import { createSecureContext } from 'node:tls';
import { ChaincodeError, toError } from '../errors';
import { CLIENT_OPTIONS, namesOf, SERVER_OPTIONS } from './option-names';
import { checkedCertificates, checkedKeyPair } from './pem';

/** Content of a PEM file. */
export type Pem = Uint8Array | string;

/** TLS of a server. With `clientCACerts` it is mutual: peers must show a certificate of one of these CAs. */
export interface ServerTlsOptions {
    /** The server's private key. */
    readonly key: Pem;
    /** The server's certificate, and behind it those that lead to its CA, where there are any. */
    readonly cert: Pem;
    /** The certificates of the CAs of peers' client certificates. Default: none, and peers need no certificate. */
    readonly clientCACerts?: Pem | undefined;
    /** Needed where the key is encrypted. */
    readonly keyPassword?: string | undefined;
}

/** Checked and in PEM, the key decrypted. */
export interface ResolvedServerTls {
    readonly key: Buffer;
    readonly cert: Buffer;
    readonly clientCACerts: Buffer | undefined;
}

/** TLS towards a peer. Key and certificate are for peers that demand them, which those that launch chaincode do. */
export interface ClientTlsOptions {
    /** The certificate of the CA that issued the peer's. */
    readonly rootCert: Pem;
    /** The private key of `cert`; both or neither. */
    readonly key?: Pem | undefined;
    /** The client's certificate. Default: none is shown. */
    readonly cert?: Pem | undefined;
    /** The host name in the peer's certificate. Default: that of the address. */
    readonly serverName?: string | undefined;
}

/** Checked and in PEM. */
export interface ResolvedClientTls {
    readonly rootCert: Buffer;
    readonly keyPair: { readonly key: Buffer; readonly cert: Buffer } | undefined;
    readonly serverName: string | undefined;
}

/**
 * Checks the TLS options of a server: nothing at all means plaintext, anything else must be complete.
 * @throws ChaincodeError INVALID_OPTIONS
 */
export function resolveServerTls(tls: Partial<ServerTlsOptions> | undefined): ResolvedServerTls | undefined {
    if (tls === undefined) return undefined;
    const { key, cert, clientCACerts, keyPassword } = checkedObject(tls);
    const names = SERVER_OPTIONS;
    for (const [missing, value] of [[names.tlsKey, key] as const, [names.tlsCert, cert] as const]) {
        if (value !== undefined) continue;
        throw invalid(
            `${namesOf(missing)} is missing, so TLS is set only in part: set ${namesOf(names.tlsKey)} and ` +
                `${namesOf(names.tlsCert)}, or leave all of TLS out for a server without it`,
        );
    }
    const keyPair = checkedKeyPair({
        key: { names: namesOf(names.tlsKey), value: key },
        cert: { names: namesOf(names.tlsCert), value: cert },
        password: { names: namesOf(names.tlsKeyPassword), value: keyPassword },
    });
    const ca = optionalCertificates(namesOf(names.tlsClientCACerts), clientCACerts);
    checkUsable({ ...keyPair, ...(ca === undefined ? {} : { ca }) });
    return { ...keyPair, clientCACerts: ca };
}

/**
 * Checks the TLS options of client mode.
 * @throws ChaincodeError INVALID_OPTIONS
 */
export function resolveClientTls(tls: Partial<ClientTlsOptions> | undefined): ResolvedClientTls | undefined {
    if (tls === undefined) return undefined;
    const { rootCert, key, cert, serverName } = checkedObject(tls);
    const names = CLIENT_OPTIONS;
    if (rootCert === undefined) {
        throw invalid(`${namesOf(names.tlsRootCert)} is missing: it is the certificate of the CA of the peer's TLS`);
    }
    if ((key === undefined) !== (cert === undefined)) {
        const [there, missing] = key === undefined ? [names.tlsCert, names.tlsKey] : [names.tlsKey, names.tlsCert];
        throw invalid(
            `${namesOf(missing)} is missing, and ${namesOf(there)} has no effect without the other: set both or neither`,
        );
    }
    const ca = checkedCertificates({ names: namesOf(names.tlsRootCert), value: rootCert });
    const keyPair =
        key === undefined
            ? undefined
            : checkedKeyPair({
                  key: { names: namesOf(names.tlsKey), value: key },
                  cert: { names: namesOf(names.tlsCert), value: cert },
              });
    checkUsable({ ca, ...keyPair });
    return { rootCert: ca, keyPair, serverName };
}

function checkedObject<T extends object>(tls: T): T {
    if (typeof tls === 'object' && (tls as T | null) !== null) return tls;
    throw invalid('tls must be an object with key and cert; leave it out for a server without TLS');
}

function optionalCertificates(names: string, value: Pem | undefined): Buffer | undefined {
    return value === undefined ? undefined : checkedCertificates({ names, value });
}

/** What each part is by itself has been checked; OpenSSL also has rules for keys that are too short and the like. */
function checkUsable(context: { key?: Buffer; cert?: Buffer; ca?: Buffer }): void {
    try {
        createSecureContext(context);
    } catch (thrown) {
        throw invalid(`tls is refused by OpenSSL: ${toError(thrown).message}`, thrown);
    }
}

function invalid(message: string, cause?: unknown): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message, { cause });
}
