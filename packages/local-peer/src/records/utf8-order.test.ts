import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { compareUtf8 } from './utf8-order';

describe('compareUtf8', () => {
    it('agrees with a comparison of the UTF-8 bytes', () => {
        assert(
            property(string({ unit: 'binary' }), string({ unit: 'binary' }), (left, right) => {
                expect(Math.sign(compareUtf8(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
            }),
            {
                examples: [
                    ['\u{1f600}', '\uffff'],
                    ['a\u{10000}', 'a\ue000'],
                    ['', 'a'],
                    ['a', 'a'],
                ],
            },
        );
    });
});
