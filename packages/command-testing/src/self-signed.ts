// The X.509 library resolves its parts by metadata.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

/** A certificate for localhost that vouches for itself, and its private key, in PEM. */
export interface SelfSigned {
    readonly cert: string;
    readonly key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a key and its certificate; it is valid for a day. */
export async function createSelfSigned(): Promise<SelfSigned> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.createSelfSigned({
        name: [{ CN: ['localhost'] }],
        keys,
        notBefore: new Date(Date.now() - DAY_MS),
        notAfter: new Date(Date.now() + DAY_MS),
        signingAlgorithm: algorithm,
        extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
    });
    const key = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' });
    return { cert: certificate.toString('pem'), key: String(key) };
}
