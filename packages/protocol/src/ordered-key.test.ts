import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ProtocolError } from './errors';
import {
    compareKeys,
    decodeKeyPart,
    encodeKeyPart,
    type KeyPartBounds,
    type KeyPartValue,
    orderedKeyRange,
} from './ordered-key';
import { describeOrderedKeys } from './ordered-key.suite';

describeOrderedKeys(500);

describe('a part of a key', () => {
    it.each<[KeyPartValue, string]>([
        [0, 'p10'],
        [-0, 'p10'],
        [5, 'p15'],
        [42, 'p242'],
        [5.5, 'p155'],
        [0.5, 'p105'],
        [-5, 'n84~'],
        [-5.5, 'n844~'],
        [-42, 'n757~'],
        [12_345_678, 'p812345678'],
        [123_456_789, 'p90009123456789'],
        [12_345_678_901n, 'p9001112345678901'],
        [1e21, `p900221${'0'.repeat(21)}`],
        [1.5e-7, 'p1000000015'],
        [5e-324, `p10${'0'.repeat(323)}5`],
        ['', ''],
        ['a b', 'a b'],
        [true, 'true'],
        [false, 'false'],
        [new Date('2025-01-31T12:00:00Z'), '2025-01-31T12:00:00.000Z'],
    ])('of %p is %p', (value, part) => {
        expect(encodeKeyPart(value)).toBe(part);
    });

    it.each<[KeyPartValue, string]>([
        [5, 'n84~'],
        [-5n, 'p15'],
        [0, 'p10'],
        [new Date('2025-01-31T12:00:00Z'), '7974-98-68T87:99:99.999Z'],
    ])('of %p, descending, is %p', (value, part) => {
        expect(encodeKeyPart(value, true)).toBe(part);
    });

    it.each<[string, KeyPartValue, boolean, string]>([
        ['the separator', 'a\u0000', false, 'the text contains U+0000, which separates the parts of a key'],
        ['the end of ranges', '\u{10ffff}', false, 'the text contains U+10FFFF, which ends a range of keys'],
        ['half a pair', '\ud800', false, 'the text is not valid Unicode: it has half of a surrogate pair'],
        ['NaN', NaN, false, 'NaN has no place among numbers'],
        ['infinity', -Infinity, true, 'Infinity has no place among numbers'],
        ['a thousand and one digits', 10n ** 1000n, false, 'the integer has more than 1000 digits'],
        ['an invalid date', new Date(NaN), false, 'the date has no year of four digits'],
        ['the year 10000', new Date(253402300800000), false, 'the date has no year of four digits'],
        ['a descending text', 'a', true, 'a string cannot descend: only numbers, bigints and dates can'],
        ['a descending boolean', true, true, 'a boolean cannot descend: only numbers, bigints and dates can'],
    ])('is not made of %s', (_what, value, descending, message) => {
        expect(() => encodeKeyPart(value, descending)).toThrow(new ProtocolError('INVALID_KEY_PART', message));
    });

    it.each([
        ['', 'number'],
        ['p', 'number'],
        ['p0', 'number'],
        ['p05', 'number'],
        ['p25', 'number'],
        ['p205', 'number'],
        ['p1550', 'number'],
        ['p900015', 'number'],
        ['n89~', 'number'],
        ['n84', 'number'],
        ['p155', 'bigint'],
        ['yes', 'boolean'],
        ['2025-01-31', 'date'],
        ['2025-02-30T00:00:00.000Z', 'date'],
        ['+02025-01-31T12:00:00.00Z', 'date'],
        ['a\u{10ffff}', 'string'],
    ] as const)('is not read where no value is written so: %p as %s', (part, kind) => {
        expect(() => decodeKeyPart(part, kind)).toThrow(expect.objectContaining({ code: 'INVALID_KEY_PART' }));
    });
});

const fewNumbers = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1.5, 0.5, 10, 11, 100));
const fewTexts = fc.string({ unit: fc.constantFrom('a', 'b', '\u0001', '\ue000', '\u{10000}'), maxLength: 3 });

/** What a filter in memory says. */
function holds<T extends number | string>(
    value: T,
    { gt, gte, lt, lte, startsWith }: KeyPartBounds,
    compare: (left: T, right: T) => number,
): boolean {
    return (
        (gt === undefined || compare(value, gt as T) > 0) &&
        (gte === undefined || compare(value, gte as T) >= 0) &&
        (lt === undefined || compare(value, lt as T) < 0) &&
        (lte === undefined || compare(value, lte as T) <= 0) &&
        (startsWith === undefined || String(value).startsWith(startsWith))
    );
}

function boundsOf<T extends number | string>(values: fc.Arbitrary<T>): fc.Arbitrary<KeyPartBounds> {
    const lower = fc.oneof(
        fc.constant({}),
        values.map((gt) => ({ gt })),
        values.map((gte) => ({ gte })),
    );
    const upper = fc.oneof(
        fc.constant({}),
        values.map((lt) => ({ lt })),
        values.map((lte) => ({ lte })),
    );
    return fc.tuple(lower, upper).map(([from, to]) => ({ ...from, ...to }));
}

describe('an ordered range', () => {
    const inRange = (key: string, { startKey, endKey }: { startKey: string; endKey: string }): boolean =>
        Buffer.compare(Buffer.from(startKey), Buffer.from(key)) <= 0 &&
        Buffer.compare(Buffer.from(key), Buffer.from(endKey)) < 0;

    it.each([
        { descending: false, bare: false },
        { descending: true, bare: false },
        { descending: false, bare: true },
        { descending: true, bare: true },
    ])('has exactly the numbers within its bounds: %p', (options) => {
        fc.assert(
            fc.property(fewNumbers, boundsOf(fewNumbers), fewTexts, (value, bounds, rest) => {
                const behind = options.bare ? '' : `\u0000${rest}\u0000`;
                const key = `x\u0000${encodeKeyPart(value, options.descending)}${behind}`;
                const range = orderedKeyRange('x\u0000', bounds, options);
                expect(inRange(key, range)).toBe(holds(value, bounds, (left, right) => left - right));
            }),
            { numRuns: 2_000 },
        );
    });

    it.each([false, true])('has exactly the texts within its bounds, bare: %p', (bare) => {
        const startsWith = fewTexts.map((text) => ({ startsWith: text }));
        fc.assert(
            fc.property(fewTexts, fc.oneof(boundsOf(fewTexts), startsWith), fewTexts, (value, bounds, rest) => {
                const key = `x\u0000${value}${bare ? '' : `\u0000${rest}\u0000`}`;
                expect(inRange(key, orderedKeyRange('x\u0000', bounds, { bare }))).toBe(
                    holds(value, bounds, compareKeys),
                );
            }),
            { numRuns: 2_000 },
        );
    });

    it.each<[string, KeyPartBounds, string]>([
        ['two lower bounds', { gt: 1, gte: 2 }, 'both gt and gte: give one of them'],
        ['two upper bounds', { lt: 1, lte: 2 }, 'both lt and lte: give one of them'],
        [
            'a beginning beside a bound',
            { startsWith: 'a', lt: 'b' },
            'startsWith beside another bound: it is both bounds at once',
        ],
        [
            'a beginning that is no text',
            { startsWith: 5 as unknown as string }, // as from JavaScript
            'startsWith takes a text, not a number',
        ], // as from JavaScript
    ])('refuses %s', (_what, bounds, message) => {
        expect(() => orderedKeyRange('x\u0000', bounds)).toThrow(new ProtocolError('INVALID_KEY_PART', message));
    });
});
