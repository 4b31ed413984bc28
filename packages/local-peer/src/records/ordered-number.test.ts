import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeOrderedNumber, encodeOrderedNumber } from './ordered-number';

const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('an ordered number', () => {
    it('is read as it was written, up to what is behind it', () => {
        fc.assert(
            fc.property(number, fc.uint8Array(), (value, rest) => {
                const bytes = Buffer.concat([encodeOrderedNumber(value), rest]);
                expect(decodeOrderedNumber(bytes)).toEqual([value, Buffer.from(rest)]);
            }),
        );
    });

    it('has bytes in the order of numbers', () => {
        fc.assert(
            fc.property(number, number, (left, right) => {
                const order = Buffer.compare(encodeOrderedNumber(left), encodeOrderedNumber(right));
                expect(order).toBe(left < right ? -1 : left > right ? 1 : 0);
            }),
        );
    });

    it.each([[''], ['01'], ['0200'], ['09000000000000000000']])('is not in %j', (hex) => {
        expect(() => decodeOrderedNumber(Buffer.from(hex, 'hex'))).toThrow('a number is cut off');
    });
});
