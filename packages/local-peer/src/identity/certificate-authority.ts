import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { errorText, LocalPeerError } from '../errors';
import { type CertificateName, type CertificateUse, issueCertificate } from './certificate-encoding';
import { subjectOf } from './certificate-name';

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR_MS = 365 * DAY_MS;
/** P-256, as OpenSSL calls it. */
const CURVE = 'prime256v1';

/** A certificate and the private key that belongs to it. */
export interface CertifiedKey {
    /** PEM. */
    readonly certificate: string;
    readonly privateKey: KeyObject;
}

/** What a certificate is to say of its owner. */
export interface CertificateRequest extends CertificateUse {
    readonly subject: CertificateName;
    /** Default: P-256. */
    readonly keyType?: KeyType;
}

/** The kinds of keys that Fabric's identities have: ECDSA on a curve, or Ed25519, which takes a channel of V3_0. */
export type KeyType = 'P-256' | 'P-384' | 'Ed25519';

/** An authority for development and tests, which issues real certificates: of members, and of servers. */
export class CertificateAuthority implements CertifiedKey {
    readonly certificate: string;
    readonly privateKey: KeyObject;
    readonly #name: CertificateName;
    readonly #publicKey: KeyObject;
    readonly #clock: () => Date;

    private constructor(name: CertificateName, key: CertifiedKey, clock: () => Date) {
        this.#name = name;
        this.#clock = clock;
        this.certificate = key.certificate;
        this.privateKey = key.privateKey;
        this.#publicKey = createPublicKey(key.privateKey);
    }

    /** Makes a new one. @param clock the time from which certificates are valid: a day earlier, for ten years */
    static create(name: CertificateName, clock: () => Date = systemTime): CertificateAuthority {
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
     * Makes a new one with the name of another, byte by byte: who asks its members for the issuer of their certificates is
     * told the same. Who trusts that other one does not trust this one.
     * @param certificate PEM of the other one
     */
    static namesake(certificate: string, clock: () => Date = systemTime): CertificateAuthority {
        return CertificateAuthority.create(subjectOf(new X509Certificate(certificate).raw), clock);
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
            if (privateKey.asymmetricKeyDetails?.namedCurve !== CURVE)
                throw new Error('its key is of another kind than those of CertificateAuthority');
            return new CertificateAuthority(
                subjectOf(certificate.raw),
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
