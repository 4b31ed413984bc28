import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { massageSelector, rowFilter } from 'pouchdb-selector-core';
import type { Json } from './json';
import { matcherOf } from './match-selector';
import { parseSelector } from './selector';

/** Which of these documents a selector finds, by their places. */
function found(selector: Json, ...documents: readonly Json[]): string {
    const matches = compileSelector(selector);
    return documents.flatMap((document, place) => (matches(document) ? [place] : [])).join('');
}

const value = (...values: readonly Json[]): Json[] => values.map((a) => ({ a }));

function compileSelector(selector: Json): (document: Json) => boolean {
    return matcherOf(parseSelector(selector));
}

describe('a selector', () => {
    it.each<[string, Json, Json[], string]>([
        ['compares texts as ICU does', { a: { $lt: 'B' } }, value('a', 'A', 'b', 'Z', '_', 'ä'), '0124' + '5'],
        ['sorts the small letter first', { a: { $gt: 'a' } }, value('a', 'A', 'b'), '12'],
        ['takes forms of one letter as equal', { a: 'é' }, value('e\u0301', '\u00e9', 'e'), '01'],
        ['compares ids by their bytes', { _id: { $gt: 'a' } }, [{ _id: 'A' }, { _id: 'b' }, { _id: 'a' }], '1'],
        ['sorts kinds of values', { a: { $gt: 5, $lt: [] } }, value(null, true, 5, 6, '', {}, []), '34'],
        ['finds names of a map', { a: { $keyMapMatch: { $eq: 'x' } } }, value({ x: 1 }, { y: 'x' }, ['x'], 'x'), '0'],
        ['takes names in their order', { a: { $keyMapMatch: { $gte: 'b' } } }, value({ a: 1 }, { B: 1 }, {}), '1'],
        ['holds two values of one field apart', { $and: [{ a: 1 }, { a: 2 }] }, value(1, 2), ''],
        ['finds null', { a: null }, [...value(null, 0, false), {}], '0'],
        ['follows a path past a zero', { 'a.b': 0 }, [{ a: 0 }, { a: { b: 0 } }], '1'],
        ['follows a path into a list', { 'a.1': 'x' }, value(['y', 'x'], ['x'], { 1: 'x' }), '02'],
        ['takes an escaped dot for one', { 'a\\.b': 1 }, [{ 'a.b': 1 }, { a: { b: 1 } }], '0'],
        ['has an object equal to an object', { a: { $eq: { b: 1 } } }, value({ b: 1 }, { b: 1, c: 2 }), '0'],
        ['looks into an object otherwise', { a: { b: 1 } }, value({ b: 1 }, { b: 1, c: 2 }), '01'],
        ['finds a field that is not there', { a: { $exists: false } }, [{}, { a: null }, { b: 1 }], '02'],
        ['denies that one is not there', { $not: { a: { $exists: false } } }, [{}, { a: null }], '1'],
        ['denies nothing of what is not there', { $not: { a: { $gt: 1 } } }, [{}, { a: 1 }, { a: 2 }], '1'],
        ['denies a denial', { $not: { $nor: [{ a: 1 }, { a: 2 }] } }, value(1, 2, 3), '01'],
        [
            'denies what it holds together',
            { $not: { a: 1, b: 1 } },
            [
                { a: 1, b: 1 },
                { a: 1, b: 2 },
            ],
            '1',
        ],
        ['denies in a field', { a: { $not: { $gt: 1 } } }, value(1, 2), '0'],
        ['looks for any element', { a: { $elemMatch: { $gt: 1, $lt: 4 } } }, value([1, 5], [1, 3], 2), '1'],
        ['looks into elements', { a: { $elemMatch: { b: 1 } } }, value([{ b: 1 }], [{ b: 2 }], [1]), '0'],
        ['looks for all elements', { a: { $allMatch: { $gt: 1 } } }, value([2, 3], [1, 2], [], 2), '0'],
        ['knows elements in', { a: { $in: ['x'] } }, value('x', ['y', 'x'], ['y']), '01'],
        ['knows elements not in', { a: { $nin: ['x'] } }, value('x', ['y', 'x'], ['y']), '2'],
        ['knows all of a list', { a: { $all: [['x', 'y']] } }, value(['x', 'y'], [['x', 'y']], ['y', 'x']), '01'],
        ['takes the rest of whole numbers', { a: { $mod: [3, 1] } }, value(4, -2, 1.5, '4'), '0'],
        ['knows kinds', { a: { $type: 'array' } }, value([], {}, 'array'), '0'],
        ['knows objects', { a: { $type: 'object' } }, value([], {}, null), '1'],
        ['with nothing finds all', {}, value(1, 2), '01'],
    ])('%s: %j', (_what, selector, documents, expected) => {
        expect(found(selector, ...documents)).toBe(expected);
    });

    it.each<[Json, string]>([
        [[], 'invalid_selector_json,  Status Code:400,  Reason:Selector must be a JSON object, not: []'],
        [{ $eq: 1 }, 'invalid_selector,  Status Code:400,  Reason:One or more conditions is missing a field name.'],
        [{ $or: 1 }, 'bad_arg,  Status Code:400,  Reason:Bad argument for operator $or: 1'],
        [{ a: { $in: 'ab' } }, 'Bad argument for operator $in: <<97,98>>'],
        [{ a: { $exists: null } }, 'Bad argument for operator $exists: null'],
        [{ a: { $size: -1 } }, 'Bad argument for operator $size: -1'],
        [{ a: { $mod: [1] } }, 'Bad argument for operator $mod: [1]'],
        [{ a: { $mod: [2, 1.5] } }, 'Bad argument for operator $mod: [2,1.5]'],
        [{ $not: {} }, 'One or more conditions is missing a field name.'],
        [{ a: { $beginsWith: 1 } }, 'Invalid operator: $beginsWith'],
        [{ a: { $regex: '(' } }, 'Bad argument for operator $regex: <<40>>'],
        [{ $not: [{ a: 1 }] }, 'Bad argument for operator $not: [{[{<<97>>,1}]}]'],
        [{ a: { $text: 'x' } }, 'bad_field,  Status Code:400,  Reason:Invalid field normalization on selector'],
        [{ a: { $where: 'x' } }, 'Unsupported operator: $where'],
        [{ a: { $toString: 1 } }, 'Invalid operator: $toString'],
    ])('%j is refused', (selector, text) => {
        expect(() => compileSelector(selector)).toThrow(text);
    });

    it("finds what PouchDB's matcher finds, where all fields are there and no text is compared", () => {
        const field = fc.constantFrom('a', 'b');
        const number = fc.integer({ min: 0, max: 3 });
        const operator = fc.constantFrom('$lt', '$lte', '$eq', '$ne', '$gte', '$gt');
        const condition = fc.tuple(field, operator, number).map(([name, op, n]): Json => ({ [name]: { [op]: n } }));
        const selector = fc.oneof(
            condition,
            fc
                .tuple(fc.constantFrom('$or', '$nor'), fc.array(condition, { minLength: 1, maxLength: 3 }))
                .map(([op, list]): Json => ({ [op]: list })),
            condition.map((one): Json => ({ $not: one })),
        );
        fc.assert(
            fc.property(selector, fc.record({ a: number, b: number }), (one, document) => {
                const massaged = massageSelector(one as object);
                const expected = rowFilter(document, massaged, Object.keys(massaged));
                expect(compileSelector(one)(document)).toBe(expected);
            }),
        );
    });
});
