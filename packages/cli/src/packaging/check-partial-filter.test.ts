import { describe, expect, it } from '@jest/globals';
import { findFilterProblem } from './check-partial-filter';

// As CouchDB 3.4.3 answered, when it was to make an index with each.

const TAKEN = [
    {},
    { a: 1 },
    { a: [1] },
    { a: {} },
    { a: { $gt: 1 } },
    { a: { $gt: 1, b: 2 } },
    { a: { '': 1 } },
    { 'a..b': 1 },
    { a: { $exists: true } },
    { a: { $type: 'foo' } },
    { a: { $mod: [0, 1] } },
    { a: { $beginsWith: 'x' } },
    { a: { $nin: [] } },
    { a: { $in: [{ $foo: 1 }] } },
    { a: { $eq: { $foo: 1 } } },
    { a: { $not: { $eq: 1 } } },
    { a: { $and: [{ $gt: 1 }] } },
    { a: { $or: [1] } },
    { a: { $elemMatch: { $gt: 1 } } },
    { a: { $elemMatch: { '': 1 } } },
    { a: { $allMatch: {} } },
    { a: { $keyMapMatch: { $eq: 'x' } } },
    { a: { $regex: 'a++(?i)b(?>c)[[:alpha:]]' } },
    { $or: [] },
    { $or: [[1]] },
    { $or: [{ '': 1 }] },
    { $and: [1] },
    { $and: [{ $gt: 1 }] },
    { $nor: [{ a: 1 }] },
    { $text: 'x' },
];

const REFUSED: readonly (readonly [unknown, string])[] = [
    [[], 'is [], and no JSON object'],
    ['x', 'is "x", and no JSON object'],
    [null, 'is null, and no JSON object'],
    [{ '': 1 }, 'has a condition without the name of a field'],
    [{ $eq: 1 }, 'has $eq without the name of a field before it'],
    [{ $size: 1 }, 'has $size without the name of a field before it'],
    [{ $all: [1] }, 'has $all without the name of a field before it'],
    [{ $elemMatch: { a: 1 } }, 'has $elemMatch without the name of a field before it'],
    [{ $keyMapMatch: {} }, 'has $keyMapMatch without the name of a field before it'],
    [{ $not: { $eq: 1 } }, 'has $eq without the name of a field before it'],
    [{ $not: [] }, 'has $not with [], which takes a condition'],
    [{ $or: {} }, 'has $or with {}, which takes a list of conditions'],
    [{ $and: {} }, 'has $and with {}, which takes a list of conditions'],
    [{ $nor: 1 }, 'has $nor with 1, which takes a list of conditions'],
    [{ $foo: 1 }, 'has the operator $foo, which CouchDB does not know'],
    [{ a: { b: { $foo: 1 } } }, 'has the operator $foo, which CouchDB does not know'],
    [{ a: { $regex: 'x', $options: 'i' } }, 'has the operator $options, which CouchDB does not know'],
    [{ a: { $elemMatch: { $foo: 1 } } }, 'has the operator $foo, which CouchDB does not know'],
    [{ a: { $constructor: 1 } }, 'has the operator $constructor, which CouchDB does not know'],
    [{ a: { $text: 'x' } }, 'has $text for a field, which CouchDB refuses'],
    [{ a: { $and: 1 } }, 'has $and with 1, which takes a list of conditions'],
    [{ a: { $not: 1 } }, 'has $not with 1, which takes a condition'],
    [{ a: { $in: 1 } }, 'has $in with 1, which takes a list'],
    [{ a: { $nin: 'x' } }, 'has $nin with "x", which takes a list'],
    [{ a: { $all: 'x' } }, 'has $all with "x", which takes a list'],
    [{ a: { $exists: 'x' } }, 'has $exists with "x", which takes true or false'],
    [{ a: { $exists: null } }, 'has $exists with null, which takes true or false'],
    [{ a: { $type: 1 } }, 'has $type with 1, which takes the name of a type'],
    [{ a: { $mod: [2] } }, 'has $mod with [2], which takes two whole numbers'],
    [{ a: { $mod: [2.5, 1] } }, 'has $mod with [2.5,1], which takes two whole numbers'],
    [{ a: { $mod: 'x' } }, 'has $mod with "x", which takes two whole numbers'],
    [{ a: { $size: 'x' } }, 'has $size with "x", which takes a whole number, not below 0'],
    [{ a: { $size: -1 } }, 'has $size with -1, which takes a whole number, not below 0'],
    [{ a: { $size: 1.5 } }, 'has $size with 1.5, which takes a whole number, not below 0'],
    [{ a: { $beginsWith: 1 } }, 'has $beginsWith with 1, which takes a text'],
    [{ a: { $regex: 1 } }, 'has $regex with 1, which takes a regular expression'],
    [{ a: { $elemMatch: [] } }, 'has $elemMatch with [], which takes a condition'],
    [{ a: { $elemMatch: 1 } }, 'has $elemMatch with 1, which takes a condition'],
    [{ a: { $allMatch: 1 } }, 'has $allMatch with 1, which takes a condition'],
    [{ a: { $keyMapMatch: 1 } }, 'has $keyMapMatch with 1, which takes a condition'],
];

describe('the partial filter of an index', () => {
    it.each(TAKEN)('may be %j', (selector) => {
        expect(findFilterProblem(selector)).toBeUndefined();
    });

    it.each(REFUSED)('is refused if it is %j', (selector, problem) => {
        expect(findFilterProblem(selector)).toBe(problem);
    });
});
