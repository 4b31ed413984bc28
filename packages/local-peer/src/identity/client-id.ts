import { X509Certificate } from 'node:crypto';
import { objectIdentifier, sequence, set, utf8String } from '../records/der-encoding';

/** The ids by which contracts know clients, and names of certificates made of them. */

/** A part of a name: `CN`, or an object identifier with dots. */
export interface NameAttribute {
    readonly type: string;
    readonly value: string;
}

/** Who a client is, and who says so. */
export interface ClientId {
    readonly subject: readonly NameAttribute[];
    readonly issuer: readonly NameAttribute[];
}

const OIDS: Readonly<Record<string, string>> = {
    CN: '2.5.4.3',
    SERIALNUMBER: '2.5.4.5',
    C: '2.5.4.6',
    L: '2.5.4.7',
    ST: '2.5.4.8',
    STREET: '2.5.4.9',
    O: '2.5.4.10',
    OU: '2.5.4.11',
    POSTALCODE: '2.5.4.17',
    E: '1.2.840.113549.1.9.1',
    emailAddress: '1.2.840.113549.1.9.1',
};
const PREFIX = 'x509::';
/** Before the next attribute, but not within a value, where it is escaped. */
const NEXT_SLASH = /(?<=(?:^|[^\\])(?:\\\\)*)\/(?=[A-Za-z0-9.]+=)/;
const NEXT_COMMA = /(?<=(?:^|[^\\])(?:\\\\)*)[,+](?=[A-Za-z0-9.]+=)/;

/**
 * Reads an id as `ClientIdentity.getID` gives it, `x509::/OU=client/CN=user1::/O=org1/CN=ca`, or as chaincode in Go does,
 * in base64 or decoded.
 * @throws Error that says what is missing
 */
export function parseClientId(text: string): ClientId {
    const id = text.startsWith(PREFIX) ? text : Buffer.from(text, 'base64').toString();
    const [subject, issuer, ...more] = id.slice(PREFIX.length).split(/::(?=\/|[A-Z]+=)/);
    if (!id.startsWith(PREFIX) || subject === undefined || issuer === undefined || more.length > 0)
        throw new Error('is no id of a client: x509::, its name, ::, and the name of its authority');
    return { subject: parseName(subject), issuer: parseName(issuer) };
}

/** The name of a certificate's subject. @param certificate PEM */
export function nameOf(certificate: string): NameAttribute[] {
    const { subject } = new X509Certificate(certificate);
    return subject.split('\n').flatMap((line) => parseAttribute(line.replace(/\\(?=[^\\])/g, '')));
}

/** Whether both have the same attributes. The order is not compared: chaincode in Go turns it round. */
export function isSameName(left: readonly NameAttribute[], right: readonly NameAttribute[]): boolean {
    return sortedText(left) === sortedText(right);
}

/** As `ClientIdentity.getID` writes it. */
export function formatName(name: readonly NameAttribute[]): string {
    return name.map(({ type, value }) => `/${type}=${value.replace(/^#|[\\/]/g, '\\$&')}`).join('');
}

/** A name in DER. @throws Error for a type of attribute that is not known */
export function encodeName(name: readonly NameAttribute[]): Buffer {
    return sequence(...name.map(({ type, value }) => set(sequence(objectIdentifier(oidOf(type)), utf8String(value)))));
}

function parseName(text: string): NameAttribute[] {
    if (text.startsWith('/')) return text.slice(1).split(NEXT_SLASH).flatMap(parseEscaped);
    // As RFC 2253 has it: the last attribute first.
    return text.split(NEXT_COMMA).reverse().flatMap(parseEscaped);
}

function parseEscaped(text: string): NameAttribute[] {
    return parseAttribute(text.replace(/\\(.)/g, '$1'));
}

function parseAttribute(text: string): NameAttribute[] {
    const [, type, value] = /^([A-Za-z0-9.]+)=(.*)$/s.exec(text) ?? [];
    if (type === undefined || value === undefined)
        throw new Error(`has ${JSON.stringify(text)}, which is no part of a name`);
    return [{ type, value }];
}

function oidOf(type: string): string {
    const oid = OIDS[type] ?? (/^\d+(\.\d+)+$/.test(type) ? type : undefined);
    if (oid !== undefined) return oid;
    throw new Error(`has ${type}, which is no attribute of a certificate's name`);
}

function sortedText(name: readonly NameAttribute[]): string {
    return JSON.stringify(name.map(({ type, value }) => [oidOf(type), value]).sort());
}
