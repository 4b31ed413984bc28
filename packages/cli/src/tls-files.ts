import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { ConfigurationError } from './configuration-error';
import { nameOf, type Environment } from './environment';
import { findPemFile, readPemFile, unusable, type PemFile } from './pem-file';
import { CERTIFICATE, CLIENT_AUTHORITY, PRIVATE_KEY, type TlsPart } from './tls-options';

/** The contents of the files, as PEM. */
export interface TlsFiles {
    readonly cert: Buffer;
    readonly key: Buffer;
    /** Whose client certificates are accepted. Where it is set, clients must have one. */
    readonly clientCaCerts: Buffer | undefined;
}

/**
 * Reads the files that are named, and checks that they belong together. Returns undefined where none is named.
 *
 * @throws ConfigurationError where TLS is set by half, or a file cannot be used; it never falls back to no encryption
 */
export function readTlsFiles(environment: Environment): TlsFiles | undefined {
    const certificate = findPemFile(environment, CERTIFICATE);
    const key = findPemFile(environment, PRIVATE_KEY);
    const authority = findPemFile(environment, CLIENT_AUTHORITY);
    const named = certificate ?? key ?? authority;
    if (named === undefined) return undefined;
    if (certificate === undefined) throw halfSet(named, CERTIFICATE);
    if (key === undefined) throw halfSet(named, PRIVATE_KEY);
    const files = {
        cert: readPemFile(certificate),
        key: readPemFile(key),
        clientCaCerts: authority && readPemFile(authority),
    };
    if (authority && files.clientCaCerts) parseCertificate(authority, files.clientCaCerts);
    const privateKey = parsePrivateKey(key, files.key);
    if (!parseCertificate(certificate, files.cert).checkPrivateKey(privateKey)) throw mismatch(certificate, key);
    return files;
}

function halfSet({ given }: PemFile, { what, pem }: TlsPart): ConfigurationError {
    return new ConfigurationError(
        `${given.source} is set, but no ${what}: set ${nameOf(pem)} too, or no TLS option at all to serve without TLS`,
    );
}

function parseCertificate(file: PemFile, pem: Buffer): X509Certificate {
    try {
        return new X509Certificate(pem);
    } catch {
        throw unusable(file, `holds no ${file.part.what}`);
    }
}

function parsePrivateKey(file: PemFile, pem: Buffer): KeyObject {
    if (pem.includes('ENCRYPTED')) {
        throw unusable(file, 'is encrypted', `set ${nameOf(file.setting)} to one that needs no pass phrase`);
    }
    try {
        return createPrivateKey(pem);
    } catch {
        throw unusable(file, 'holds no private key');
    }
}

function mismatch(certificate: PemFile, key: PemFile): ConfigurationError {
    return unusable(
        key,
        `does not belong to the certificate ${certificate.given.value} of ${certificate.given.source}`,
        `set ${nameOf(key.setting)} and ${nameOf(certificate.setting)} to a pair`,
    );
}
