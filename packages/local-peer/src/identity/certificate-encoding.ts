import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
    bitString,
    boolean,
    explicit,
    implicit,
    integer,
    objectIdentifier,
    octetString,
    sequence,
    set,
    time,
    utf8String,
} from '../records/der-encoding';

/** Writes X.509 certificates; reading them is node:crypto's part. */

const Oid = {
    ECDSA_WITH_SHA256: '1.2.840.10045.4.3.2',
    COMMON_NAME: '2.5.4.3',
    ORGANIZATION: '2.5.4.10',
    ORGANIZATIONAL_UNIT: '2.5.4.11',
    SUBJECT_KEY_IDENTIFIER: '2.5.29.14',
    KEY_USAGE: '2.5.29.15',
    SUBJECT_ALTERNATIVE_NAME: '2.5.29.17',
    BASIC_CONSTRAINTS: '2.5.29.19',
    AUTHORITY_KEY_IDENTIFIER: '2.5.29.35',
    EXTENDED_KEY_USAGE: '2.5.29.37',
    SERVER_AUTHENTICATION: '1.3.6.1.5.5.7.3.1',
    /** Where Fabric CA keeps the attributes of an identity, as JSON (fabric-ca, lib/attrmgr). */
    FABRIC_ATTRIBUTES: '1.2.3.4.5.6.7.8.1',
} as const;

/** digitalSignature; a bit string with its first bit set. */
const USAGE_SIGN = bitString(Buffer.of(0x80), 7);
/** digitalSignature, keyCertSign, cRLSign: bits 0, 5 and 6. */
const USAGE_CA = bitString(Buffer.of(0x86), 1);
const VERSION_3 = Buffer.of(2);

/** Who a certificate is for. */
export interface DistinguishedName {
    readonly commonName: string;
    readonly organizationalUnits?: readonly string[];
    readonly organization?: string;
}

/** Who a certificate is for, or the name as another certificate has it, in DER. */
export type CertificateName = DistinguishedName | Buffer;

/** What a certificate is for. */
export interface CertificateUse {
    /** What Fabric's ClientIdentity finds with getAttributeValue. */
    readonly attributes?: Readonly<Record<string, string>>;
    /** Host names and IPv4 addresses of a TLS server; leave it out for certificates of other use. */
    readonly hosts?: readonly string[];
}

export interface CertificateOptions extends CertificateUse {
    readonly subject: CertificateName;
    readonly publicKey: KeyObject;
    readonly issuer: CertificateName;
    readonly issuerPublicKey: KeyObject;
    readonly issuerPrivateKey: KeyObject;
    readonly notBefore: Date;
    readonly notAfter: Date;
    /** May issue others. */
    readonly isAuthority?: boolean;
    /** What is random otherwise, where the same certificate has to be made again. */
    readonly fixed?: { readonly serial: Buffer; readonly signature: Buffer };
}

/** Issues a certificate, in PEM. */
export function issueCertificate(options: CertificateOptions): string {
    const algorithm = sequence(objectIdentifier(Oid.ECDSA_WITH_SHA256));
    const body = sequence(
        explicit(0, integer(VERSION_3)),
        integer(options.fixed?.serial ?? randomBytes(16)),
        algorithm,
        encodedName(options.issuer),
        sequence(time(options.notBefore), time(options.notAfter)),
        encodedName(options.subject),
        subjectPublicKey(options.publicKey),
        explicit(3, sequence(...extensions(options))),
    );
    const signature = options.fixed?.signature ?? sign('sha256', body, options.issuerPrivateKey);
    const certificate = sequence(body, algorithm, bitString(signature));
    const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensions(options: CertificateOptions): Buffer[] {
    const isAuthority = options.isAuthority ?? false;
    const list = [
        extension(Oid.KEY_USAGE, isAuthority ? USAGE_CA : USAGE_SIGN, true),
        extension(Oid.BASIC_CONSTRAINTS, isAuthority ? sequence(boolean(true)) : sequence(), true),
        extension(Oid.SUBJECT_KEY_IDENTIFIER, octetString(keyIdentifier(options.publicKey))),
        extension(Oid.AUTHORITY_KEY_IDENTIFIER, sequence(implicit(0, keyIdentifier(options.issuerPublicKey)))),
    ];
    if (options.attributes !== undefined) {
        const json = JSON.stringify({ attrs: options.attributes });
        list.push(extension(Oid.FABRIC_ATTRIBUTES, Buffer.from(json)));
    }
    if (options.hosts !== undefined) {
        const server = sequence(objectIdentifier(Oid.SERVER_AUTHENTICATION));
        list.push(extension(Oid.EXTENDED_KEY_USAGE, server));
        list.push(extension(Oid.SUBJECT_ALTERNATIVE_NAME, sequence(...options.hosts.map(generalName))));
    }
    return list;
}

/** Of RFC 5280: a dNSName, or an iPAddress. */
function generalName(host: string): Buffer {
    return isIP(host) === 4
        ? implicit(7, Buffer.from(host.split('.').map(Number)))
        : implicit(2, Buffer.from(host, 'ascii'));
}

function extension(oid: string, value: Uint8Array, isCritical = false): Buffer {
    return isCritical
        ? sequence(objectIdentifier(oid), boolean(true), octetString(value))
        : sequence(objectIdentifier(oid), octetString(value));
}

function encodedName(name: CertificateName): Buffer {
    return Buffer.isBuffer(name) ? name : distinguishedName(name);
}

function distinguishedName({ organization, organizationalUnits = [], commonName }: DistinguishedName): Buffer {
    const attribute = (oid: string, value: string): Buffer => set(sequence(objectIdentifier(oid), utf8String(value)));
    return sequence(
        ...(organization === undefined ? [] : [attribute(Oid.ORGANIZATION, organization)]),
        ...organizationalUnits.map((unit) => attribute(Oid.ORGANIZATIONAL_UNIT, unit)),
        attribute(Oid.COMMON_NAME, commonName),
    );
}

/** An authority's key is in each certificate that it issues, and each key is twice in its own. */
const encodedKeys = new WeakMap<KeyObject, Buffer>();

function subjectPublicKey(key: KeyObject): Buffer {
    const encoded = encodedKeys.get(key) ?? key.export({ type: 'spki', format: 'der' });
    encodedKeys.set(key, encoded);
    return encoded;
}

function keyIdentifier(key: KeyObject): Buffer {
    return createHash('sha256').update(subjectPublicKey(key)).digest().subarray(0, 20);
}
