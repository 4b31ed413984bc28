import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { errorText, LocalPeerError } from '../errors';
import { type CertificateUse, type DistinguishedName, issueCertificate } from './certificate-encoding';

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR_MS = 365 * DAY_MS;

/** A certificate and the private key that belongs to it. */
export interface CertifiedKey {
    /** PEM. */
    readonly certificate: string;
    readonly privateKey: KeyObject;
}

/** What a certificate is to say of its owner. */
export interface CertificateRequest extends CertificateUse {
    readonly subject: DistinguishedName;
    /** Default: P-256. */
    readonly keyType?: KeyType;
}

/** The kinds of keys that Fabric's identities have: ECDSA on a curve, or Ed25519, which takes a channel of V3_0. */
export type KeyType = 'P-256' | 'P-384' | 'Ed25519';

/** An authority for development and tests, which issues real certificates: of members, and of servers. */
export class CertificateAuthority implements CertifiedKey {
    readonly certificate: string;
    readonly privateKey: KeyObject;
    readonly #name: DistinguishedName;
    readonly #publicKey: KeyObject;
    readonly #clock: () => Date;

    private constructor(name: DistinguishedName, key: CertifiedKey, clock: () => Date) {
        this.#name = name;
        this.#clock = clock;
        this.certificate = key.certificate;
        this.privateKey = key.privateKey;
        this.#publicKey = createPublicKey(key.privateKey);
    }

    /** Makes a new one. @param clock the time from which certificates are valid: a day earlier, for ten years */
    static create(name: DistinguishedName, clock: () => Date = systemTime): CertificateAuthority {
        const privateKey = generateKey();
        const publicKey = createPublicKey(privateKey);
        const certificate = issueCertificate({
            subject: name,
            publicKey,
            issuer: name,
            issuerPrivateKey: privateKey,
            issuerPublicKey: publicKey,
            isAuthority: true,
            ...validityAt(clock()),
        });
        return new CertificateAuthority(name, { certificate, privateKey }, clock);
    }

    /**
     * Takes up one that was made by `create`, so that what it has issued stays valid.
     * @throws LocalPeerError IDENTITY_INVALID where certificate and key cannot be read, or are of another origin
     */
    static restore(
        key: { readonly certificate: string; readonly privateKey: string | KeyObject },
        clock: () => Date = systemTime,
    ): CertificateAuthority {
        try {
            const certificate = new X509Certificate(key.certificate);
            const privateKey = typeof key.privateKey === 'string' ? createPrivateKey(key.privateKey) : key.privateKey;
            if (!certificate.checkPrivateKey(privateKey))
                throw new Error('the private key does not match the certificate');
            return new CertificateAuthority(
                readName(certificate.subject),
                { certificate: key.certificate, privateKey },
                clock,
            );
        } catch (error) {
            const text = `the certificate authority cannot be restored: ${errorText(error)}`;
            throw new LocalPeerError('IDENTITY_INVALID', text, { cause: error });
        }
    }

    /** Makes a new key and certifies it. */
    issue(request: CertificateRequest): CertifiedKey {
        const privateKey = generateKey(request.keyType);
        const certificate = issueCertificate({
            ...request,
            publicKey: createPublicKey(privateKey),
            issuer: this.#name,
            issuerPrivateKey: this.privateKey,
            issuerPublicKey: this.#publicKey,
            ...validityAt(this.#clock()),
        });
        return { certificate, privateKey };
    }
}

/** The names that we give to authorities: what is issued must repeat them byte by byte. */
function readName(subject: string): DistinguishedName {
    const [, organization, commonName] = /^O=(.+)\nCN=(.+)$/.exec(subject) ?? [];
    if (organization !== undefined && commonName !== undefined) return { organization, commonName };
    throw new Error(`its name is '${subject.replaceAll('\n', ', ')}', so it was not made by CertificateAuthority`);
}

function validityAt(time: Date): { notBefore: Date; notAfter: Date } {
    const now = time.getTime();
    return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 10 * YEAR_MS) };
}

function generateKey(type: KeyType = 'P-256'): KeyObject {
    if (type === 'Ed25519') return generateKeyPairSync('ed25519').privateKey;
    return generateKeyPairSync('ec', { namedCurve: type }).privateKey;
}

function systemTime(): Date {
    return new Date();
}
