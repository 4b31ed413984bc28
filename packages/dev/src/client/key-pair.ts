import type { KeyObject, X509Certificate } from 'node:crypto';
import { certificatesIn, ConfigurationError, type Given, privateKeyIn, readGivenFile } from 'heddle/command';

/** A certificate, as PEM with those behind it, and its private key. */
export interface KeyPair {
    readonly certificate: Buffer;
    readonly key: KeyObject;
}

/** @throws ConfigurationError if a file cannot be used, or the two do not belong together */
export function readKeyPair(cert: Given, key: Given): KeyPair {
    const pair = { certificate: readCertificates(cert), key: readPrivateKey(key) };
    if (firstOf(pair.certificate)?.checkPrivateKey(pair.key) === true) return pair;
    throw new ConfigurationError(
        `the private key ${key.value} of ${key.source} does not belong to ${cert.value} of ${cert.source}: give a pair`,
    );
}

/** The PEM of a file with certificates. @throws ConfigurationError if it has no certificate */
export function readCertificates(file: Given): Buffer {
    const pem = readGivenFile(file);
    if (firstOf(pem) !== undefined) return pem;
    throw new ConfigurationError(`${file.value} of ${file.source} holds no certificate: name a PEM file with one`);
}

/** @throws ConfigurationError if the file has no key, or an encrypted one */
export function readPrivateKey(file: Given): KeyObject {
    const key = privateKeyIn(readGivenFile(file).toString('latin1'));
    if (key !== undefined) return key;
    throw new ConfigurationError(
        `${file.value} of ${file.source} holds no private key that can be read: name a PEM file with one, not encrypted`,
    );
}

/** The first certificate of PEM text. */
export function firstOf(pem: Buffer): X509Certificate | undefined {
    return certificatesIn(pem.toString('latin1'))?.[0];
}
