import { describe, expect, it } from '@jest/globals';
import { encodeArgument } from './encode-argument';

describe('an argument', () => {
    it.each([
        ['text', 'text'],
        ['', ''],
        [1.5, '1.5'],
        [true, 'true'],
        [10n ** 20n, '100000000000000000000'],
        [new Date('2026-01-02T03:04:05Z'), '2026-01-02T03:04:05.000Z'],
        [Buffer.of(0xff), Buffer.of(0xff)],
        [null, 'null'],
        [['b', 1n], '["b","1"]'],
        [{ b: 1, a: undefined, c: new Map([['k', true]]) }, '{"b":1,"c":{"k":true}}'],
    ])('%p is written as %p', (value, written) => {
        expect(encodeArgument(value)).toEqual(written);
    });

    it.each([
        [undefined, 'size is undefined: leave it out'],
        [Number.NaN, 'size is NaN'],
        [{ inner: [() => 1] }, 'size.inner[0] is a function'],
    ])('%p is refused, with its path', (value, text) => {
        expect(() => encodeArgument(value, 'size')).toThrow(text);
    });
});
