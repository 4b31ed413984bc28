// The X.509 library resolves its parts by metadata.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
    BasicConstraintsExtension,
    Extension,
    type JsonNameParams,
    Name,
    SubjectAlternativeNameExtension,
    type X509Certificate,
    X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key, in PEM. */
export interface KeyPair {
    readonly cert: Buffer;
    readonly key: Buffer;
    readonly privateKey: KeyObject;
}

/** What is special about a certificate that a test asks for. */
export interface CertificateOptions {
    /** The subject's relative distinguished names, in order; default `CN=test`. */
    readonly subject?: JsonNameParams;
    /** Host names and IPv4 addresses that it is for; default `localhost` and `127.0.0.1`. */
    readonly hosts?: readonly string[];
    readonly keyType?: 'ECDSA' | 'Ed25519';
    /** Value of Fabric's attribute extension, as text. */
    readonly attributes?: string;
    /** From when to when it is valid; default a year from now on. */
    readonly notBefore?: Date;
    readonly notAfter?: Date;
}

/** Fabric's extension for the attributes of an identity. */
const ATTRIBUTES = '1.2.3.4.5.6.7.8.1';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const KEY_TYPES = { ECDSA: { name: 'ECDSA', namedCurve: 'P-256' }, Ed25519: { name: 'Ed25519' } };

/** A certificate authority that lives as long as a test does. */
export class TestAuthority {
    readonly cert: Buffer;
    readonly #certificate: X509Certificate;
    readonly #keys: webcrypto.CryptoKeyPair;
    #serial = 1;

    private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair) {
        this.#certificate = certificate;
        this.#keys = keys;
        this.cert = Buffer.from(certificate.toString('pem'));
    }

    static async create(subject: JsonNameParams = [{ CN: ['ca.example.com'] }]): Promise<TestAuthority> {
        const keys = await createKeys('ECDSA');
        const certificate = await X509CertificateGenerator.createSelfSigned({
            name: new Name(subject),
            keys,
            ...validity(),
            signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
            extensions: [new BasicConstraintsExtension(true, undefined, true)],
        });
        return new TestAuthority(certificate, keys);
    }

    async issue(options: CertificateOptions = {}): Promise<KeyPair> {
        const { subject = [{ CN: ['test'] }], hosts = ['localhost', '127.0.0.1'], keyType = 'ECDSA' } = options;
        const { notBefore, notAfter } = { ...validity(), ...options };
        const keys = await createKeys(keyType);
        const certificate = await X509CertificateGenerator.create({
            serialNumber: (++this.#serial).toString(16).padStart(4, '0'),
            subject: new Name(subject),
            issuer: this.#certificate.subjectName,
            publicKey: keys.publicKey,
            signingKey: this.#keys.privateKey,
            notBefore,
            notAfter,
            signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
            extensions: [
                new SubjectAlternativeNameExtension(
                    hosts.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value })),
                ),
                ...(options.attributes === undefined
                    ? []
                    : [new Extension(ATTRIBUTES, false, Buffer.from(options.attributes))]),
            ],
        });
        const privateKey = KeyObject.from(keys.privateKey);
        return {
            cert: Buffer.from(certificate.toString('pem')),
            key: Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })),
            privateKey,
        };
    }
}

function createKeys(keyType: keyof typeof KEY_TYPES): Promise<webcrypto.CryptoKeyPair> {
    const algorithm: webcrypto.EcKeyGenParams | webcrypto.Algorithm = KEY_TYPES[keyType];
    return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

function validity(): { notBefore: Date; notAfter: Date } {
    const now = Date.now();
    return { notBefore: new Date(now - 60_000), notAfter: new Date(now + YEAR_MS) };
}
