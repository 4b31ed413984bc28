import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
    allCompositeKeys,
    compositeKeyRange,
    createCompositeKey,
    FIRST_SIMPLE_KEY,
    isCompositeKey,
    type KeyRange,
    splitCompositeKey,
} from './composite-key';
import { ProtocolError } from './errors';

// UTF-16, which orders strings in JavaScript, has U+10000 and above before U+E000; UTF-8, which orders keys, does not.
const unit = fc.constantFrom('a', 'b', '\u0001', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10fffe}');
const part = fc.oneof(
    fc.string({ unit, maxLength: 3 }),
    fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000') && !text.includes('\u{10ffff}')),
);
const objectTypes = part.filter((text) => text !== '');
const attributes = fc.array(part, { maxLength: 3 });

/** Few parts, so that keys often have some in common. */
const crowded = fc.tuple(
    fc.constantFrom('a', 'aa', 'b'),
    fc.array(fc.constantFrom('', 'a', 'aa', '\u0001', '\uffff', '\u{10fffe}'), { maxLength: 3 }),
);

function inRange(key: string, { startKey, endKey }: KeyRange): boolean {
    const bytes = Buffer.from(key);
    return Buffer.compare(Buffer.from(startKey), bytes) <= 0 && Buffer.compare(bytes, Buffer.from(endKey)) < 0;
}

describe('a composite key', () => {
    it('has U+0000 before and behind each of its parts', () => {
        expect(createCompositeKey('car', [])).toBe('\u0000car\u0000');
        expect(createCompositeKey('car', ['red', ''])).toBe('\u0000car\u0000red\u0000\u0000');
    });

    it('is split into the parts that it was made of', () => {
        fc.assert(
            fc.property(objectTypes, attributes, (objectType, parts) => {
                const key = createCompositeKey(objectType, parts);
                expect(isCompositeKey(key)).toBe(true);
                expect(splitCompositeKey(key)).toEqual({ objectType, attributes: parts });
            }),
        );
    });

    it('may have an empty object type where another shim made it', () => {
        expect(splitCompositeKey('\u0000\u0000red\u0000')).toEqual({ objectType: '', attributes: ['red'] });
    });

    it('lies among all composite keys, and no simple key does', () => {
        fc.assert(
            fc.property(objectTypes, attributes, objectTypes, (objectType, parts, simpleKey) => {
                const key = createCompositeKey(objectType, parts);
                expect(inRange(key, allCompositeKeys())).toBe(true);
                expect(inRange(simpleKey, allCompositeKeys())).toBe(false);
                expect(inRange(key, { startKey: FIRST_SIMPLE_KEY, endKey: '\u{10ffff}' })).toBe(false);
            }),
        );
    });
});

describe('a range of composite keys', () => {
    it('has exactly the keys with its object type and leading attributes, in the order of their bytes', () => {
        fc.assert(
            fc.property(crowded, crowded, ([rangeType, leading], [objectType, parts]) => {
                const range = compositeKeyRange(rangeType, leading);
                const belongs = objectType === rangeType && leading.every((value, index) => parts[index] === value);
                expect(inRange(createCompositeKey(objectType, parts), range)).toBe(belongs);
            }),
            { numRuns: 2_000 },
        );
    });

    it('has all that can stand behind the leading attributes', () => {
        fc.assert(
            fc.property(objectTypes, attributes, attributes, (objectType, leading, rest) => {
                const key = createCompositeKey(objectType, [...leading, ...rest]);
                expect(inRange(key, compositeKeyRange(objectType, leading))).toBe(true);
            }),
        );
    });

    it('refuses what cannot be part of a key', () => {
        expect(() => compositeKeyRange('car', ['\u{10ffff}'])).toThrow(ProtocolError);
    });
});

describe('the refusal of', () => {
    it.each<[string, unknown, unknown, string]>([
        ['an empty object type', '', [], 'the object type must not be empty'],
        ['an object type that is not a string', undefined, [], 'the object type must be a string, not undefined'],
        ['a null object type', null, [], 'the object type must be a string, not null'],
        ['attributes that are not an array', 'car', 'red', 'the attributes must be an array of strings'],
        ['a number', 'car', ['red', 7], "attribute 2 of object type 'car' must be a string, not number"],
        ['a hole', 'car', Array(1), "attribute 1 of object type 'car' must be a string, not undefined"],
        [
            'U+0000',
            'car',
            ['a\u0000'],
            "attribute 1 of object type 'car' contains U+0000, which separates the parts of a key",
        ],
        ['U+0000 in the type', '\u0000', [], 'the object type contains U+0000, which separates the parts of a key'],
        [
            'U+10FFFF',
            'car',
            ['\u{10ffff}'],
            "attribute 1 of object type 'car' contains U+10FFFF, which ends a range of keys",
        ],
        ['U+10FFFF in the type', '\u{10ffff}', [], 'the object type contains U+10FFFF, which ends a range of keys'],
        [
            'a surrogate',
            'car',
            ['\udc00\ud800'],
            "attribute 1 of object type 'car' is not valid Unicode: it has a lone surrogate",
        ],
        ['a surrogate in the type', 'a\ud800', [], 'the object type is not valid Unicode: it has a lone surrogate'],
    ])('%s says why', (_what, objectType, parts, message) => {
        const create = (): string => createCompositeKey(objectType as string, parts as string[]);
        expect(create).toThrow(new ProtocolError('INVALID_COMPOSITE_KEY', message));
        expect(create).toThrow(expect.objectContaining({ code: 'INVALID_COMPOSITE_KEY' }));
    });

    it.each([
        ['a simple key', 'car1', '"car1" is not a composite key: it does not begin with U+0000'],
        ['an empty key', '', '"" is not a composite key: it does not begin with U+0000'],
        ['a key of nothing but U+0000', '\u0000', '"\\u0000" is not a composite key: it does not end with U+0000'],
        [
            'a key cut short',
            '\u0000car\u0000re',
            '"\\u0000car\\u0000re" is not a composite key: it does not end with U+0000',
        ],
    ])('%s says why it cannot be split', (_what, key, message) => {
        const split = (): unknown => splitCompositeKey(key);
        expect(split).toThrow(new ProtocolError('INVALID_COMPOSITE_KEY', message));
        expect(split).toThrow(expect.objectContaining({ code: 'INVALID_COMPOSITE_KEY' }));
    });
});
