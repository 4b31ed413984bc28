import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textOfPattern } from './pattern-text';

/** Expressions of what is understood. */
const { pattern } = fc.letrec<{ pattern: string; sequence: string; piece: string; atom: string }>((tie) => ({
    pattern: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('sequence'),
        fc.tuple(tie('sequence'), tie('sequence')).map((both) => both.join('|')),
    ),
    sequence: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')),
    piece: fc
        .tuple(tie('atom'), fc.constantFrom('', '?', '*', '+', '{2}', '{1,}', '{2,4}', '+?'))
        .map((both) => both.join('')),
    atom: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('a', 'Z', '7', '-', '\\d', '\\w', '\\.', '\\/', '.', '[A-Z]', '[^a-c]', '[\\w.-]', '[0-9a-f]'),
        tie('pattern').map((inner) => `(${inner})`),
        tie('pattern').map((inner) => `(?:${inner})`),
    ),
}));

describe('a text of a pattern', () => {
    it.each([
        ['^[A-Z]{3}-\\d{4}$', 'AAA-1111'],
        ['^(?:red|green)$', 'red'],
        ['^[^@]+@[a-z]+\\.com$', 'a@a.com'],
        ['^\\u{1F600}$', undefined],
        ['^(?=a)b$', undefined],
        ['(', undefined],
    ])('is for %j %j', (expression, text) => {
        expect(textOfPattern(expression, () => true)).toBe(text);
    });

    it('is as long as it has to be', () => {
        expect(textOfPattern('^[a-z]+$', ({ length }) => length >= 12 && length <= 20)).toMatch(/^a{16}$/);
        expect(textOfPattern('^a$', ({ length }) => length > 1)).toBeUndefined();
    });

    it('is none for an expression that backtracks without end', () => {
        expect(textOfPattern(String.raw`^(\w+)+\B@$`, () => true)).toBeUndefined();
    });

    it('is one that the expression takes, for each that is understood', () => {
        fc.assert(
            fc.property(pattern, (inner) => {
                const expression = `^(?:${inner})$`;
                const text = textOfPattern(expression, () => true);
                // None is found for the few that would try for ever. The others are sure to match at once.
                fc.pre(text !== undefined);
                expect(text).toMatch(new RegExp(expression, 'u'));
            }),
        );
    });
});
