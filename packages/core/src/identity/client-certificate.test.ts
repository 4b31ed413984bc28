import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestAuthority } from '../testing/certificates';
import { outcomeOf } from '../testing/outcome-of';
import { parseCertificate } from './client-certificate';

const pemOf = (der: Uint8Array): Buffer =>
    Buffer.from(`-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`);

describe('parseCertificate', () => {
    let authority: TestAuthority;
    beforeAll(async () => {
        authority = await TestAuthority.create([{ O: ['org1'] }, { CN: ['ca'] }]);
    });

    it('reads names and extensions as they were written', async () => {
        const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
        const property = fc.asyncProperty(text, text, text, async (cn, ou, attributes) => {
            const subject = [{ OU: [{ utf8String: ou }] }, { CN: [{ utf8String: cn }] }];
            const certificate = parseCertificate((await authority.issue({ subject, attributes })).cert);
            expect(certificate.subject).toEqual([
                { oid: '2.5.4.11', value: ou },
                { oid: '2.5.4.3', value: cn },
            ]);
            expect(certificate.issuer.map(({ value }) => value)).toEqual(['org1', 'ca']);
            expect(certificate.extensions.get('1.2.3.4.5.6.7.8.1')?.toString()).toBe(attributes);
        });
        await fc.assert(property, { numRuns: 50 });
    });

    it.each([
        ['a UTF8String', '0c05636166c3a9', 'caf\u00e9'],
        ['a PrintableString', '1303616263', 'abc'],
        ['a TeletexString', '1404636166e9', 'caf\u00e9'],
        ['an IA5String', '1603614062', 'a@b'],
        ['a BMPString', '1e0403a90061', '\u03a9a'],
        ['an INTEGER, as bytes', '020105', Buffer.of(5)],
    ])('reads names that are %s', async (_what, der, value) => {
        const { cert } = await authority.issue({ subject: [{ CN: [`#${der}`] }] });
        expect(parseCertificate(cert).subject).toEqual([{ oid: '2.5.4.3', value }]);
    });

    it.each([
        ['no UTF-8', '0c03ff6161'],
        ['UTF-16 of odd length', '1e03ff6161'],
    ])('keeps the bytes of a text that is %s, so that it equals no other name', async (_what, der) => {
        const { der: issued } = parseCertificate((await authority.issue({ subject: [{ CN: ['#0c03616161'] }] })).cert);
        const damaged = Buffer.from(issued.toString('hex').replace('0c03616161', der), 'hex');
        expect(parseCertificate(pemOf(damaged)).subject).toEqual([
            { oid: '2.5.4.3', value: Buffer.from('ff6161', 'hex') },
        ]);
    });

    it('keeps the bytes that node:crypto reads as well', async () => {
        const { cert } = await authority.issue();
        expect(parseCertificate(cert).der).toEqual(new X509Certificate(cert).raw);
    });

    it('gives a certificate or INVALID_IDENTITY for any bytes', async () => {
        const { der } = parseCertificate((await authority.issue({ attributes: '{}' })).cert);
        const damaged = fc
            .tuple(fc.nat(der.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.nat(der.length))
            .map(([at, bytes, length]) => {
                const copy = Buffer.from(der);
                copy.set(bytes.subarray(0, der.length - at), at);
                return copy.subarray(0, length);
            });
        const property = fc.property(fc.oneof(damaged, fc.uint8Array()), (bytes) => {
            expect(outcomeOf(() => parseCertificate(pemOf(bytes)))).toMatch(/^(done|INVALID_IDENTITY)$/);
        });
        fc.assert(property, { numRuns: 2000 });
    });
});
