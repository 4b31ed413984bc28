import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ConfigurationError } from '../reporting/command-error';
import { type Environment, nameOf } from './environment';
import { findPemFile, type PemFile, readPemFile, unusable } from './pem-file';
import { CERTIFICATE, CLIENT_AUTHORITY, PRIVATE_KEY, TLS_SETTINGS, type TlsPart } from './tls-options';

interface KeyPair {
    readonly cert: Buffer;
    readonly key: Buffer;
    readonly keyPassword: string | undefined;
}

/** The contents of the files, as PEM. */
export interface TlsFiles extends KeyPair {
    /** Whose client certificates are accepted. Where it is set, clients must have one. */
    readonly clientCACerts: Buffer | undefined;
}

/**
 * Reads the files that are named, and checks that they belong together. Returns undefined if no file is named.
 *
 * @throws ConfigurationError if TLS is set by half, or a file cannot be used; it never falls back to no encryption
 */
export function readTlsFiles(environment: Environment): TlsFiles | undefined {
    const certificate = findPemFile(environment, CERTIFICATE);
    const key = findPemFile(environment, PRIVATE_KEY);
    const authority = findPemFile(environment, CLIENT_AUTHORITY);
    const named = certificate ?? key ?? authority;
    if (named === undefined) return undefined;
    if (certificate === undefined) throw halfSet(named, CERTIFICATE);
    if (key === undefined) throw halfSet(named, PRIVATE_KEY);
    const clientCACerts = authority && readPemFile(authority);
    if (authority && clientCACerts) parseCertificate(authority, clientCACerts);
    return { ...readPair(certificate, key, environment.find(TLS_SETTINGS.tlsKeyPassword)?.value), clientCACerts };
}

function readPair(certificate: PemFile, privateKey: PemFile, keyPassword: string | undefined): KeyPair {
    const pair = { cert: readPemFile(certificate), key: readPemFile(privateKey), keyPassword };
    const parsed = parseCertificate(certificate, pair.cert);
    if (!parsed.checkPrivateKey(parsePrivateKey(privateKey, pair))) throw mismatch(certificate, privateKey);
    return pair;
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

function parsePrivateKey(file: PemFile, { key, keyPassword }: KeyPair): KeyObject {
    try {
        return createPrivateKey({ key, ...(keyPassword !== undefined && { passphrase: keyPassword }) });
    } catch {
        if (!key.includes('ENCRYPTED')) throw unusable(file, 'holds no private key');
        const what = keyPassword === undefined ? 'is encrypted' : 'is not encrypted with the pass phrase that is given';
        throw unusable(file, what, `set ${nameOf(TLS_SETTINGS.tlsKeyPassword)} to its pass phrase`);
    }
}

function mismatch(certificate: PemFile, key: PemFile): ConfigurationError {
    return unusable(
        key,
        `does not belong to the certificate ${certificate.given.value} of ${certificate.given.source}`,
        `set ${nameOf(key.setting)} and ${nameOf(certificate.setting)} to a pair`,
    );
}
