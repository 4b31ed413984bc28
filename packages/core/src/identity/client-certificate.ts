import { identityCertificate } from '@heddle/protocol/internal';
import { ChaincodeError } from '../errors';
import { derChildren, derContent, type DerElement, derElements, derObjectIdentifier, DerTag } from './der';

/** One attribute of a distinguished name: its type as an object identifier, and its value. */
export interface NameAttribute {
    readonly oid: string;
    /** The text, or the bytes of a value that is not text. */
    readonly value: string | Buffer;
}

/** What identifies a client in its X.509 certificate. */
export interface Certificate {
    /** The certificate itself. */
    readonly der: Buffer;
    /** The attributes of the subject in the certificate's order, those of one RDN behind each other. */
    readonly subject: readonly NameAttribute[];
    readonly issuer: readonly NameAttribute[];
    /** Contents of the extensions, by object identifier. Where one is there twice, the first counts, as in Go. */
    readonly extensions: ReadonlyMap<string, Buffer>;
}

/**
 * Reads a certificate as far as it identifies its owner. It does not judge it: a peer has verified it before it sent
 * the transaction. Keys and signatures of any kind will do.
 * @throws ChaincodeError INVALID_IDENTITY where it is not plain which X.509 certificate they are, as with Idemix identities
 */
export function parseCertificate(pem: Uint8Array): Certificate {
    const der = derOf(pem);
    const [certificate] = derElements(der);
    const [signed] = derChildren(certificate, DerTag.SEQUENCE);
    const fields = derChildren(signed, DerTag.SEQUENCE);
    // The version is optional; serial number, signature algorithm, issuer, validity and subject are not.
    const [, , issuer, , subject] = fields[0]?.tag === DerTag.CONTEXT_0 ? fields.slice(1) : fields;
    return {
        der,
        subject: nameAttributes(subject),
        issuer: nameAttributes(issuer),
        extensions: extensionsOf(fields.find(({ tag }) => tag === DerTag.CONTEXT_3)),
    };
}

function derOf(pem: Uint8Array): Buffer {
    try {
        return identityCertificate(pem);
    } catch (cause) {
        const message =
            "the client's identity has no X.509 certificate in PEM that is plainly its first one: of others (Idemix has them) only " +
            'the MSP id and the bytes can be read. A client that has put another block before its certificate has to send that alone';
        throw new ChaincodeError('INVALID_IDENTITY', message, { cause });
    }
}

function nameAttributes(name: DerElement | undefined): NameAttribute[] {
    return derChildren(name, DerTag.SEQUENCE)
        .flatMap((rdn) => derChildren(rdn, DerTag.SET))
        .map((attribute) => {
            const [type, value] = derChildren(attribute, DerTag.SEQUENCE);
            return { oid: derObjectIdentifier(type), value: nameValue(value) };
        });
}

function extensionsOf(element: DerElement | undefined): Map<string, Buffer> {
    const extensions = new Map<string, Buffer>();
    if (element === undefined) return extensions;
    const [list] = derElements(element.content);
    for (const extension of derChildren(list, DerTag.SEQUENCE)) {
        // Between identifier and content there may be a boolean: whether the extension is critical.
        const parts = derChildren(extension, DerTag.SEQUENCE);
        const oid = derObjectIdentifier(parts[0]);
        if (!extensions.has(oid)) extensions.set(oid, derContent(parts.at(-1), DerTag.OCTET_STRING));
    }
    return extensions;
}

type TextDecoding = (content: Buffer) => string | undefined;
const asLatin1: TextDecoding = (content) => content.toString('latin1');

/** The string types of ASN.1 that names are written in, by tag. */
const TEXT_DECODINGS: Readonly<Record<number, TextDecoding>> = {
    12: asUtf8, // UTF8String
    18: asLatin1, // NumericString
    19: asLatin1, // PrintableString
    20: asLatin1, // TeletexString: everyone, Go included, takes it for Latin-1
    22: asLatin1, // IA5String
    26: asLatin1, // VisibleString
    30: asUtf16, // BMPString
};

function nameValue(element: DerElement | undefined): string | Buffer {
    const { tag, content } = element ?? { tag: 0, content: Buffer.alloc(0) };
    return TEXT_DECODINGS[tag]?.(content) ?? content;
}

function asUtf8(content: Buffer): string | undefined {
    const text = content.toString('utf8');
    // Bytes that are not UTF-8 would be replaced, and two names become one.
    return Buffer.from(text, 'utf8').equals(content) ? text : undefined;
}

function asUtf16(content: Buffer): string | undefined {
    return content.length % 2 === 0 ? Buffer.from(content).swap16().toString('utf16le') : undefined;
}
