import { ProtocolError } from './errors';

/** A block of the one type that identities have, with nothing in it but base64. */
const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/;
/** What begins a block of any type. */
const BEGIN = '-----BEGIN';
/** All that a text file with a certificate may have. An Idemix identity has other bytes. */
const TEXT = /^[\x20-\x7e\s]*$/;

/**
 * Finds the certificate in the bytes of an identity, in DER: the only PEM block of a text.
 *
 * A peer verifies the first block that it can decode, of any type, and ignores what follows (fabric, msp/mspimpl.go,
 * deserializeIdentityInternal). To choose another block than the peer is to believe a certificate that nobody has
 * checked. Of a single block there is nothing to choose.
 * @throws ProtocolError MALFORMED_MESSAGE where there is no block, or a second one of whichever type, or one with headers
 */
export function soleCertificate(idBytes: Uint8Array): Buffer {
    const text = Buffer.from(idBytes.buffer, idBytes.byteOffset, idBytes.byteLength).toString('latin1');
    // First of all, for it keeps the search linear: a client chooses these bytes.
    const isSole = text.indexOf(BEGIN) === text.lastIndexOf(BEGIN) && TEXT.test(text);
    const base64 = isSole ? BLOCK.exec(text)?.[1] : undefined;
    if (base64 === undefined)
        throw new ProtocolError('MALFORMED_MESSAGE', 'the identity is not one certificate in PEM, and nothing else');
    return Buffer.from(base64, 'base64');
}
