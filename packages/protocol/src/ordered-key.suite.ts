import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareKeys, decodeKeyPart, encodeKeyPart, type KeyPartKind, type KeyPartValue } from './ordered-key';

type Numeric = number | bigint;

const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer().map((integer) => integer / 1_000),
    fc.integer({ min: -20, max: 20 }),
    fc.constantFrom(
        0,
        -0,
        5e-324,
        -5e-324,
        2 ** -1022,
        1e21,
        1e-7,
        Number.MAX_VALUE,
        -Number.MAX_VALUE,
        0.1,
        0.10000000000000002,
    ),
);
const bigints = fc.oneof(
    fc.bigInt(),
    fc.bigInt({ min: -20n, max: 20n }),
    fc
        .tuple(fc.integer({ min: 0, max: 999 }), fc.bigInt({ min: -9n, max: 9n }))
        .map(([zeros, digit]) => digit * 10n ** BigInt(zeros)),
    fc
        .tuple(fc.integer({ min: 1, max: 1_000 }), fc.boolean())
        .map(([length, negative]) => BigInt(`${negative ? '-' : ''}${'9'.repeat(length)}`)),
);
const integers = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -20, max: 20 }));
const mixed = fc.oneof(integers, integers.map(BigInt));
const dates = fc.date({
    min: new Date('0000-01-01T00:00:00.000Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
});
// UTF-16, which orders strings in JavaScript, has U+10000 and above before U+E000; UTF-8, which orders keys, does not.
const character = fc.constantFrom(
    'a',
    'b',
    '\u0001',
    '~',
    'é',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{10fffe}',
);
const texts = fc.oneof(
    fc.string({ unit: character, maxLength: 4 }),
    fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000') && !text.includes('\u{10ffff}')),
);

function byValue(left: Numeric | Date, right: Numeric | Date): number {
    return left < right ? -1 : Number(left > right);
}

function byBytes(left: string, right: string): number {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function isEqual(left: KeyPartValue, right: KeyPartValue): boolean {
    return left instanceof Date ? Number(left) === Number(right) : Object.is(left, right);
}

interface Kind<T extends KeyPartValue> {
    readonly name: string;
    readonly values: fc.Arbitrary<T>;
    readonly compare: (left: T, right: T) => number;
    /** How it is read back; undefined where values of two kinds are compared. */
    readonly kind?: KeyPartKind;
    readonly descends: boolean;
}

function kind<T extends KeyPartValue>(row: Kind<T>): Kind<KeyPartValue> {
    return row as unknown as Kind<KeyPartValue>; // the values of a row are of the type that it compares
}

const KINDS = [
    kind<number>({ name: 'numbers', values: numbers, compare: byValue, kind: 'number', descends: true }),
    kind<bigint>({
        name: 'bigints of up to 1,000 digits',
        values: bigints,
        compare: byValue,
        kind: 'bigint',
        descends: true,
    }),
    kind<Numeric>({ name: 'numbers and bigints, mixed', values: mixed, compare: byValue, descends: true }),
    kind<Date>({ name: 'dates', values: dates, compare: byValue, kind: 'date', descends: true }),
    kind<string>({ name: 'texts', values: texts, compare: byBytes, kind: 'string', descends: false }),
    kind<boolean>({
        name: 'booleans',
        values: fc.boolean(),
        compare: (a, b) => Number(a) - Number(b),
        kind: 'boolean',
        descends: false,
    }),
];
const DIRECTIONS = KINDS.flatMap(({ descends, ...rest }) =>
    [false, true].filter((descending) => descends || !descending).map((descending) => ({ ...rest, descending })),
);

/** The order of parts, and of keys, with so many pairs of each kind. */
export function describeOrderedKeys(numRuns: number): void {
    describe.each(DIRECTIONS)('$name in a key, descending: $descending', ({ values, compare, kind, descending }) => {
        const key = (...parts: string[]): string => parts.map((part) => `${part}\u0000`).join('');
        const part = (value: KeyPartValue): string => encodeKeyPart(value, descending);
        const order = (left: KeyPartValue, right: KeyPartValue): number =>
            Math.sign(descending ? compare(right, left) : compare(left, right));

        it('state promise 1: stand in the order of the values, alone and before another part', () => {
            fc.assert(
                fc.property(values, values, texts, texts, (left, right, behindLeft, behindRight) => {
                    const expected = order(left, right);
                    const [one, other] = [key(part(left)), key(part(right))];
                    const rest = byBytes(behindLeft, behindRight);
                    const pair = byBytes(one + key(behindLeft), other + key(behindRight));
                    const seen = [byBytes(one, other), Math.sign(compareKeys(one, other)), Math.sign(pair)];
                    return seen.join() === [expected, expected, expected === 0 ? Math.sign(rest) : expected].join();
                }),
                { numRuns },
            );
        });

        it('state promise 1: are read back', () => {
            if (kind === undefined) return;
            fc.assert(
                fc.property(values, (value) => {
                    const back = decodeKeyPart(part(value), kind, descending);
                    return isEqual(back, Object.is(value, -0) ? 0 : value);
                }),
                { numRuns },
            );
        });
    });
}
