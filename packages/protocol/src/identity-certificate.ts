import { ProtocolError } from './errors';

/** A block, with nothing behind it in its last line: whatever follows that, this is the one which is decoded first. */
const AT_START =
    /^-----BEGIN CERTIFICATE-----[ \t]*\r?\n((?:[A-Za-z0-9+/]+={0,2}[ \t]*\r?\n)+)-----END CERTIFICATE-----[ \t]*\r?(?:\n|$)/;
/** A block of the one type that identities have, with nothing in it but base64. */
const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/;
/** What begins a block of any type. */
const BEGIN = '-----BEGIN';
/** What begins its lines with a type, and ends them. */
const DASHES = '-----';
/** All that a text file with a certificate may have. An Idemix identity has other bytes. */
const TEXT = /^[\x20-\x7e\s]*$/;

/**
 * Finds the certificate in the bytes of an identity, in DER.
 *
 * A peer verifies the first PEM block that it can decode, of any type, and ignores what follows (fabric, msp/mspimpl.go,
 * deserializeIdentityInternal). To choose another block than the peer is to believe a certificate that nobody has
 * checked. So it is the block before which there is text alone, as where the certificates of its issuers follow, or the only
 * one of all: there, nothing is to choose.
 * @throws ProtocolError MALFORMED_MESSAGE where there is no such block
 */
export function identityCertificate(idBytes: Uint8Array): Buffer {
    const text = Buffer.from(idBytes.buffer, idBytes.byteOffset, idBytes.byteLength).toString('latin1');
    const first = firstOf(text);
    if (first !== undefined) return first;
    // Before the search, to keep it linear: a client chooses these bytes.
    const isSole = text.indexOf(BEGIN) === text.lastIndexOf(BEGIN) && TEXT.test(text);
    const base64 = isSole ? BLOCK.exec(text)?.[1] : undefined;
    if (base64 === undefined)
        throw new ProtocolError(
            'MALFORMED_MESSAGE',
            'the identity has no certificate in PEM that is plainly its first one',
        );
    return Buffer.from(base64, 'base64');
}

/** Go does not decode what is not quite base64, and would go on to the next block. */
function firstOf(text: string): Buffer | undefined {
    const begin = text.indexOf(DASHES);
    // What tools write before a certificate, such as its subject, ends with its line.
    const isPlain = begin === 0 || (text[begin - 1] === '\n' && TEXT.test(text.slice(0, begin)));
    const base64 = isPlain ? AT_START.exec(text.slice(begin))?.[1]?.replace(/\s/g, '') : undefined;
    const der = Buffer.from(base64 ?? '', 'base64');
    return der.toString('base64') === base64 ? der : undefined;
}
