import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CodeListing, compareListings, decodeListing, digestOfListing, encodeListing } from './code-listing';

// Names that could be taken for other lines, or for two names.
const PATH = fc.oneof(
    fc.stringMatching(/^[a-c /.@#]{1,6}$/),
    fc.stringMatching(/^[0-9a-f]{64} {2}[ab]$/),
    fc.constantFrom('uses  . a a@1', 'heddle code 1', 'a\u2028b', 'größe.js', ' '),
);
const SUM = fc.stringMatching(/^[0-9a-f]{64}$/);
const WORD = fc.stringMatching(/^[a-b.@/1]{1,3}$/);
const USE = fc.record({ from: WORD, name: WORD, to: WORD });
const LISTING: fc.Arbitrary<CodeListing> = fc.record({
    files: fc
        .uniqueArray(fc.tuple(PATH, SUM), { selector: ([path]) => path, maxLength: 5 })
        .map((files) => new Map(files)),
    uses: fc.uniqueArray(USE, { selector: (use) => JSON.stringify(use), maxLength: 3 }),
});

describe('a listing of code', () => {
    it('gives back what it was made of, so that two that differ have different digests', () => {
        fc.assert(
            fc.property(LISTING, LISTING, (one, other) => {
                const read = decodeListing(encodeListing(one));
                expect(read?.files).toEqual(new Map([...one.files].sort(([left], [right]) => (left < right ? -1 : 1))));
                expect(new Set(read?.uses)).toEqual(new Set(one.uses));
                const isSame = compareListings(one, other).length === 0;
                expect(digestOfListing(one) === digestOfListing(other)).toBe(isSame);
            }),
        );
    });

    it('is the same in any order', () => {
        fc.assert(
            fc.property(LISTING, (listing) => {
                const turned = { files: new Map([...listing.files].reverse()), uses: [...listing.uses].reverse() };
                expect(encodeListing(turned)).toBe(encodeListing(listing));
            }),
        );
    });

    it('is not read from anything else', () => {
        const sum = 'a'.repeat(64);
        for (const text of [
            '',
            'heddle code 2\n',
            `heddle code 1\n${sum}  b\n${sum}  a\n`,
            `heddle code 1\n${sum} a\n`,
        ]) {
            expect(decodeListing(text)).toBeUndefined();
        }
    });

    it('tells what differs, in order', () => {
        const sums = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string];
        const one = {
            files: new Map([
                ['b', sums[0]],
                ['c', sums[0]],
            ]),
            uses: [{ from: '.', name: 'x', to: 'x@1' }],
        };
        const other = {
            files: new Map([
                ['a', sums[0]],
                ['b', sums[1]],
            ]),
            uses: [{ from: '.', name: 'x', to: 'x@2' }],
        };
        expect(compareListings(one, other)).toEqual([
            { kind: 'added', what: 'a' },
            { kind: 'changed', what: 'b' },
            { kind: 'missing', what: 'c' },
            { kind: 'used', what: '. finds x@2' },
            { kind: 'used', what: '. does not find x@1' },
        ]);
    });
});
