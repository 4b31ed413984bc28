// The X.509 library resolves its parts by metadata.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
    BasicConstraintsExtension,
    ExtendedKeyUsageExtension,
    SubjectAlternativeNameExtension,
    type X509Certificate,
    X509CertificateGenerator,
} from '@peculiar/x509';
import type { SelfSigned } from './self-signed';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;

export interface IssueOptions {
    /** DNS names; default localhost. */
    readonly names?: readonly string[];
    /** When it is valid, in days from now. */
    readonly days?: readonly [number, number];
    /** Object identifiers of what it may be used for. */
    readonly usages?: readonly string[];
}

/** Issues certificates for tests. */
export class CertificateAuthority {
    /** Its own certificate, PEM. */
    readonly cert: string;
    readonly #certificate: X509Certificate;
    readonly #signingKey: webcrypto.CryptoKey;

    private constructor(certificate: X509Certificate, signingKey: webcrypto.CryptoKey) {
        this.cert = certificate.toString('pem');
        this.#certificate = certificate;
        this.#signingKey = signingKey;
    }

    static async create(name = 'Test CA'): Promise<CertificateAuthority> {
        const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
        const certificate = await X509CertificateGenerator.createSelfSigned({
            name: [{ CN: [name] }],
            keys,
            ...validity([-400, 400]),
            signingAlgorithm: ALGORITHM,
            extensions: [new BasicConstraintsExtension(true, undefined, true)],
        });
        return new CertificateAuthority(certificate, keys.privateKey);
    }

    async issue({ names = ['localhost'], days = [-1, 365], usages = [] }: IssueOptions = {}): Promise<SelfSigned> {
        const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
        const certificate = await X509CertificateGenerator.create({
            subject: [{ CN: [names[0] ?? 'nobody'] }],
            issuer: this.#certificate.subject,
            publicKey: keys.publicKey,
            signingKey: this.#signingKey,
            ...validity(days),
            signingAlgorithm: ALGORITHM,
            extensions: [
                new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
                ...(usages.length === 0 ? [] : [new ExtendedKeyUsageExtension([...usages])]),
            ],
        });
        const key = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' });
        return { cert: certificate.toString('pem'), key: String(key) };
    }
}

function validity([from, to]: readonly [number, number]): { notBefore: Date; notAfter: Date } {
    return { notBefore: new Date(Date.now() + from * DAY_MS), notAfter: new Date(Date.now() + to * DAY_MS) };
}
