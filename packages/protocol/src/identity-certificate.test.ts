import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identityCertificate } from './identity-certificate';
import { decodeAsGo } from './testing/go-pem';

const OWN = Buffer.from('the certificate of the client');
const FORGED = Buffer.from('a certificate that nobody has checked');
const block = (der: Buffer, type = 'CERTIFICATE', inside = ''): string =>
    `-----BEGIN ${type}-----\n${inside}${der.toString('base64')}\n-----END ${type}-----\n`;
const BAG = 'Bag Attributes\n    localKeyID: 54 69\nsubject=CN = client\nissuer=CN = ca\n';
const certificateIn = (text: string): Buffer => identityCertificate(Buffer.from(text, 'latin1'));

function certificateOrNone(text: string): Buffer | undefined {
    try {
        return certificateIn(text);
    } catch {
        return undefined;
    }
}

describe('identityCertificate', () => {
    it.each([
        ['one block', block(OWN)],
        ['line breaks of Windows', block(OWN).replaceAll('\n', '\r\n')],
        ['no line break at the end', block(OWN).trimEnd()],
        ['white space around it', `\n\n${block(OWN)}\n \t\n`],
        ['what openssl prints before it', `Certificate:\n    Data:\n        Version: 3 (0x2)\n${block(OWN)}`],
        ['a block with those of its issuers behind it', block(OWN) + block(FORGED)],
        ['what openssl pkcs12 prints before each of a chain', `${BAG}${block(OWN)}${BAG}${block(FORGED)}`],
        ['a block with spaces behind its lines', `${block(OWN).replaceAll('\n', ' \t\n')}${block(FORGED)}`],
        ['a block with anything behind it', `${block(OWN)}\u0001 -----BEGIN X-----\n${block(FORGED)}`],
        ['short lines', block(OWN).replace(/(?<=^[A-Za-z0-9+/]{10})/m, '\n')],
    ])('finds the certificate of %s', (_, text) => {
        expect(certificateIn(text)).toEqual(OWN);
        expect(decodeAsGo(text, 'last')?.bytes).toEqual(OWN);
        expect(decodeAsGo(text, 'first')?.bytes).toEqual(OWN);
    });

    it.each([
        ['a first block of another type', block(OWN, 'X') + block(FORGED)],
        ['a first block with headers', block(OWN, 'CERTIFICATE', 'A: b\n\n') + block(FORGED)],
        ['a block within a line before the own one', ` ${block(FORGED)}${block(OWN)}`],
        ['a second block behind bytes that are not text', `first\u0001:\n${block(OWN)}${block(FORGED)}`],
        ['a second block behind an END', `-----END X-----\n${block(OWN)}${block(FORGED)}`],
        ['a first block that is not quite base64', `${block(OWN).replace('\n', '\n=\n')}${block(FORGED)}`],
        ['a last line that goes on', `${block(OWN).trimEnd()} and${block(FORGED)}`],
        ['a second BEGIN before the first END', `-----BEGIN CERTIFICATE-----\n${block(OWN)}`],
        ['another type alone', block(OWN, 'TRUSTED CERTIFICATE')],
        ['headers alone', block(OWN, 'CERTIFICATE', 'A: b\n\n')],
        ['bytes that are not text', `\u0001\n${block(FORGED)}`],
        ['nothing', ''],
    ])('finds none where there is %s', (_, text) => {
        expect(() => certificateIn(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_MESSAGE' }));
    });

    it('finds no other certificate than a peer does, whichever pieces a client puts together', () => {
        const piece = fc.oneof(
            fc.constantFrom('-----BEGIN ', '-----END ', 'CERTIFICATE', 'X', '-----', '\n', '\r\n', ' ', '\t', '=', BAG),
            fc.constantFrom(block(OWN), block(FORGED), block(OWN, 'X'), block(FORGED).trimEnd(), 'A: b\n\n'),
            fc.constantFrom('-----BEGIN CERTIFICATE-----\n', '\n-----END CERTIFICATE-----\n', 'QUJD', 'QUI=', 'QQ=='),
        );
        const property = fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
            const text = pieces.join('');
            const found = certificateOrNone(text);
            for (const pairing of ['last', 'first'] as const) {
                const verified = decodeAsGo(text, pairing)?.bytes;
                // A text that a peer cannot decode is refused by it.
                expect(found ?? verified).toEqual(verified ?? found);
            }
        });
        fc.assert(property, { numRuns: 3000 });
    });
});
