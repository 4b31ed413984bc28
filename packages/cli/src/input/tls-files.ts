import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { ConfigurationError } from '../reporting/command-error';
import { type Environment, nameOf } from './environment';
import { findTlsFiles, type NamedTlsFiles } from './find-tls-files';
import { type PemFile, readPemFile, unusable } from './pem-file';
import { readTogether } from './read-together';
import { TLS_SETTINGS } from './tls-options';

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
 * Reads the files that are named, and checks that they belong together. Returns undefined if no file is named, or TLS is
 * turned off.
 *
 * @throws ConfigurationError if TLS is set by half, or a file cannot be used; it never falls back to no encryption
 */
export function readTlsFiles(environment: Environment): TlsFiles | undefined {
    const named = findTlsFiles(environment);
    if (named === undefined) return undefined;
    const { certificate, privateKey, clientAuthority } = named;
    const { cert, key, clientCACerts } = readTogether(() => readEach(named));
    if (clientAuthority && clientCACerts) parseCertificate(clientAuthority, clientCACerts);
    const pair = { cert, key, keyPassword: environment.find(TLS_SETTINGS.tlsKeyPassword)?.value };
    checkPair(certificate, privateKey, pair);
    return { ...pair, clientCACerts };
}

type Contents = Omit<TlsFiles, 'keyPassword'>;

function readEach({ certificate, privateKey, clientAuthority }: NamedTlsFiles): Contents {
    const clientCACerts = clientAuthority && readPemFile(clientAuthority);
    return { cert: readPemFile(certificate), key: readPemFile(privateKey), clientCACerts };
}

function checkPair(certificate: PemFile, privateKey: PemFile, pair: KeyPair): void {
    const parsed = parseCertificate(certificate, pair.cert);
    if (!parsed.checkPrivateKey(parsePrivateKey(privateKey, pair))) throw mismatch(certificate, privateKey);
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
