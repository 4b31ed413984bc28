import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { derContent, derElements, derObjectIdentifier, DerTag } from './der';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** DER's own rule for lengths. */
function encode(tag: number, content: Uint8Array): Buffer {
    const size = content.length.toString(16);
    const length = bytes(size.padStart(size.length + (size.length % 2), '0'));
    const header = content.length < 0x80 ? [tag, content.length] : [tag, 0x80 | length.length, ...length];
    return Buffer.concat([Buffer.from(header), content]);
}

describe('derElements', () => {
    it('splits elements of any length, in order', () => {
        const element = fc.record({
            tag: fc.integer({ min: 0, max: 0x1e }),
            content: fc.uint8Array({ maxLength: 70_000 }),
        });
        const property = fc.property(fc.array(element, { maxLength: 4 }), (elements) => {
            const encoded = Buffer.concat(elements.map(({ tag, content }) => encode(tag, content)));
            expect(derElements(encoded)).toEqual(
                elements.map(({ tag, content }) => ({ tag, content: Buffer.from(content) })),
            );
        });
        fc.assert(property, { numRuns: 50 });
    });

    it.each([
        ['a length beyond the end', '0405aa'],
        ['a length that is cut off', '0482ff'],
        ['an indefinite length', '0480aa0000'],
        ['a length of more bytes than memory', '0488ffffffffffffffff'],
        ['no length', '04'],
        ['a tag of several bytes', '1f8101aa'],
    ])('refuses %s', (_what, hex) => {
        expect(() => derElements(bytes(hex))).toThrow(expect.objectContaining({ code: 'INVALID_IDENTITY' }));
    });

    it('refuses an element of another tag, and a missing one', () => {
        expect(() => derContent(derElements(bytes('0400'))[0], DerTag.SET)).toThrow('tag 49 expected, 4 found');
        expect(() => derContent(undefined, DerTag.SET)).toThrow('tag 49 expected, nothing found');
    });
});

describe('derObjectIdentifier', () => {
    it.each([
        ['2.5.4.3', '0603550403'],
        ['1.2.3.4.5.6.7.8.1', '06082a03040506070801'],
        ['0.39', '060127'],
        ['2.999.18446744073709551616', '060c88378280808080808080 8000'.replace(' ', '')],
    ])('reads %s', (oid, hex) => {
        expect(derObjectIdentifier(derElements(bytes(hex))[0])).toBe(oid);
    });

    it.each([
        ['empty', '0600'],
        ['cut off', '060255ff'],
        ['too long', `068181${'01'.repeat(129)}`],
    ])('refuses one that is %s', (_what, hex) => {
        expect(() => derObjectIdentifier(derElements(bytes(hex))[0])).toThrow(
            expect.objectContaining({ code: 'INVALID_IDENTITY' }),
        );
    });
});
