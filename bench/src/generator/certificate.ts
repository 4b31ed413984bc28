import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, both in PEM. */
export interface Credentials {
    readonly certificate: string;
    readonly privateKey: string;
}

/** Who issues certificates, or has one issued. */
export interface Principal {
    readonly name: string;
    readonly privateKey: KeyObject;
    readonly publicKey: KeyObject;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const Oid = {
    ecdsaWithSha256: '1.2.840.10045.4.3.2',
    commonName: '2.5.4.3',
    organizationalUnit: '2.5.4.11',
    subjectKeyIdentifier: '2.5.29.14',
    keyUsage: '2.5.29.15',
    subjectAlternativeName: '2.5.29.17',
    basicConstraints: '2.5.29.19',
    authorityKeyIdentifier: '2.5.29.35',
    /** Where Fabric CA keeps the attributes of an identity, as JSON (fabric-ca, lib/attrmgr). */
    fabricAttributes: '1.2.3.4.5.6.7.8.1',
} as const;

/** Makes a principal with a new key. */
export function createPrincipal(name: string): Principal {
    return { name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

/** Issues the certificate of a client as Fabric CA does: P-256, key identifiers, the attribute extension. */
export function issueClientCertificate(authority: Principal, name: string): Credentials {
    const attributes = { 'hf.Affiliation': '', 'hf.EnrollmentID': name, 'hf.Type': 'client' };
    const json = Buffer.from(JSON.stringify({ attrs: attributes }));
    return issue(authority, createPrincipal(name), [extension(Oid.fabricAttributes, json)]);
}

/** Issues the certificate of a server at 127.0.0.1, signed by itself. */
export function issueServerCertificate(): Credentials {
    const server = createPrincipal('127.0.0.1');
    const address = element(0x87, Buffer.of(127, 0, 0, 1));
    return issue(server, server, [extension(Oid.subjectAlternativeName, sequence(address))]);
}

function issue(issuer: Principal, subject: Principal, extensions: readonly Buffer[]): Credentials {
    const algorithm = sequence(objectIdentifier(Oid.ecdsaWithSha256));
    const body = sequence(
        element(0xa0, integer(Buffer.of(2))),
        integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
        algorithm,
        distinguishedName(issuer.name),
        sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + 365 * DAY_MS)),
        distinguishedName(subject.name),
        subjectPublicKey(subject),
        element(0xa3, sequence(...standardExtensions(subject, issuer), ...extensions)),
    );
    const certificate = sequence(body, algorithm, bitString(sign('sha256', body, issuer.privateKey)));
    const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
    return {
        certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
        privateKey: subject.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
}

function standardExtensions(subject: Principal, issuer: Principal): Buffer[] {
    return [
        // digitalSignature: the first bit of a bit string.
        extension(Oid.keyUsage, element(0x03, Buffer.of(7, 0x80))),
        extension(Oid.basicConstraints, sequence()),
        extension(Oid.subjectKeyIdentifier, element(0x04, keyIdentifier(subject))),
        extension(Oid.authorityKeyIdentifier, sequence(element(0x80, keyIdentifier(issuer)))),
    ];
}

function distinguishedName(name: string): Buffer {
    const attribute = (oid: string, value: string): Buffer =>
        element(0x31, sequence(objectIdentifier(oid), element(0x0c, Buffer.from(value))));
    return sequence(attribute(Oid.organizationalUnit, 'client'), attribute(Oid.commonName, name));
}

function subjectPublicKey({ publicKey }: Principal): Buffer {
    return publicKey.export({ type: 'spki', format: 'der' });
}

function keyIdentifier(authority: Principal): Buffer {
    return createHash('sha256').update(subjectPublicKey(authority)).digest().subarray(0, 20);
}

function extension(oid: string, value: Buffer): Buffer {
    return sequence(objectIdentifier(oid), element(0x04, value));
}

function utcTime(at: number): Buffer {
    const digits = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14);
    return element(0x17, Buffer.from(`${digits}Z`));
}

/** From big-endian bytes of a positive number: the first is from 1 to 127. */
function integer(magnitude: Buffer): Buffer {
    return element(0x02, magnitude);
}

function bitString(bytes: Buffer): Buffer {
    return element(0x03, Buffer.of(0), bytes);
}

function sequence(...items: readonly Buffer[]): Buffer {
    return element(0x30, ...items);
}

function objectIdentifier(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
    const septets = [value & 0x7f];
    for (let rest = value >>> 7; rest > 0; rest >>>= 7) septets.unshift((rest & 0x7f) | 0x80);
    return septets;
}

/** One element of DER: tag, length, contents. */
function element(tag: number, ...contents: readonly Buffer[]): Buffer {
    const body = Buffer.concat(contents);
    const length = body.length < 0x80 ? [body.length] : [0x82, body.length >>> 8, body.length & 0xff];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
