import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, property, record, string } from 'fast-check';
import { CertificateAuthority } from './certificate-authority';
import { encodeName, formatName, isSameName, nameOf, parseClientId } from './client-id';

const attribute = record({
    type: constantFrom('C', 'ST', 'L', 'O', 'OU', 'CN', '2.5.4.12'),
    value: string({ unit: constantFrom('a', 'B', '1', '/', '\\', '=', ',', '+', ' ', 'é', '@'), maxLength: 8 }),
});
const name = array(attribute, { minLength: 1, maxLength: 4 });

describe("a client's id", () => {
    it('is read as it was written', () => {
        assert(
            property(name, name, (subject, issuer) => {
                const id = `x509::${formatName(subject)}::${formatName(issuer)}`;
                expect(parseClientId(id)).toEqual({ subject, issuer });
            }),
        );
    });

    it('is read as chaincode in Go writes it, in base64', () => {
        const text = 'x509::CN=user1,OU=client+OU=org1,O=a\\, b,C=US::CN=ca.org1,O=org1.example.com,C=US';
        for (const id of [text, Buffer.from(text).toString('base64')]) {
            const { subject, issuer } = parseClientId(id);
            expect(formatName(subject)).toBe('/C=US/O=a, b/OU=org1/OU=client/CN=user1');
            expect(isSameName(issuer, parseClientId('x509::/CN=x::/C=US/O=org1.example.com/CN=ca.org1').issuer)).toBe(
                true,
            );
        }
    });

    it.each(['', 'x509::', 'x509::/CN=a', 'user1', 'x509::/CN=a::/CN=b::/CN=c'])('is not %j', (text) => {
        expect(() => parseClientId(text)).toThrow(/is no id of a client/);
    });

    it('names a certificate that is made with it', () => {
        const subject = parseClientId('x509::/C=US/O=a\\/b\\\\c/OU=client/CN=Zoë::/CN=ca').subject;
        const authority = CertificateAuthority.create({ commonName: 'ca' });
        const { certificate } = authority.issue({ subject: encodeName(subject) });
        expect(new X509Certificate(certificate).subject.split('\n').slice(2)).toEqual(['OU=client', 'CN=Zoë']);
        expect(isSameName(nameOf(certificate), subject)).toBe(true);
    });

    it('has no attributes that certificates do not have', () => {
        expect(() => encodeName([{ type: 'XY', value: 'a' }])).toThrow(/has XY, which is no attribute/);
    });
});
