import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mistakesIn } from './form-check';
import { type FormValue, valueFrom } from './form-value';
import { memberOf } from './inputs';
import { Metadata, type Schema } from './schema';

const SCHEMA: Schema = {
    type: 'object',
    required: ['ID', 'size'],
    properties: {
        ID: { type: 'string', minLength: 1, maxLength: 3, pattern: '^[^x]*$' },
        size: { type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 10 },
        color: { enum: ['red', 'blue'] },
        owner: { type: ['string', 'null'] },
        since: { type: 'string', format: 'date-time' },
        tags: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 2, minItems: 1 },
        prices: { type: 'object', additionalProperties: { type: 'number', minimum: 1 } },
    },
};
const MEMBER = memberOf({ name: 'asset', schema: SCHEMA }, new Metadata({}));

function mistakes(value: FormValue | undefined): string[] {
    const values = new Map(value === undefined ? [] : [['asset', value]]);
    return mistakesIn([MEMBER], values).map(({ path, message }) => `${path}: ${message}`);
}

function mistakesOf(json: unknown): string[] {
    return mistakes(valueFrom(JSON.stringify({ ID: 'a', size: 1, ...(json as object) }), MEMBER.input));
}

describe('mistakesIn', () => {
    it('has nothing against what fits', () => {
        const all = { color: 'red', owner: null, since: '2026-11-28T12:00:00.000Z', tags: ['a'], prices: { a: 1 } };
        expect(mistakesOf({})).toEqual([]);
        expect(mistakesOf(all)).toEqual([]);
    });

    it.each<[json: unknown, mistake: string]>([
        [{ ID: '' }, 'asset.ID: ID must be longer than or equal to 1 characters'],
        [{ ID: 'abcd' }, 'asset.ID: ID must be shorter than or equal to 3 characters'],
        [{ ID: 'x' }, 'asset.ID: ID must match ^[^x]*$ regular expression'],
        [{ ID: null }, 'asset.ID: must not be null'],
        [{ size: 0 }, 'asset.size: size must be a positive number'],
        [{ size: 11 }, 'asset.size: size must not be greater than 10'],
        [{ size: 1.5 }, 'asset.size: size must be an integer number'],
        [{ since: 'yesterday' }, 'asset.since: since must be a valid ISO 8601 date string'],
        [{ tags: [] }, 'asset.tags: must contain at least 1 elements'],
        [{ tags: ['a', 'b', 'c'] }, 'asset.tags: must contain no more than 2 elements'],
        [{ tags: [''] }, 'asset.tags[0]: tags[0] must be longer than or equal to 1 characters'],
        [{ prices: { a: 0 } }, 'asset.prices.a: a must not be less than 1'],
    ])('says of %j: %s', (json, mistake) => {
        expect(mistakesOf(json)).toEqual([mistake]);
    });

    it('counts a character once, however JavaScript stores it', () => {
        expect(mistakesOf({ ID: '😀😀😀' })).toEqual([]);
    });

    it('wants what must be given', () => {
        expect(mistakes(undefined)).toEqual(['asset: must be given']);
        expect(mistakes({ kind: 'members', members: [['ID', { kind: 'absent' }]] })).toEqual([
            'asset.ID: must be given',
        ]);
    });

    it.each(['', '0x10', 'Infinity', '007', 'one'])('takes %j for no number', (text) => {
        expect(mistakes({ kind: 'members', members: [['size', { kind: 'text', text }]] })).toEqual([
            'asset.size: size must be a number conforming to the specified constraints',
        ]);
    });

    it('says of a choice what can be chosen', () => {
        expect(mistakes({ kind: 'members', members: [['color', { kind: 'text', text: 'pink' }]] })).toEqual([
            'asset.color: color must be one of the following values: red, blue',
        ]);
    });

    it('tells JSON from what is none', () => {
        expect(mistakes({ kind: 'json', text: '{' })).toEqual([expect.stringMatching(/^asset: is no JSON: /)]);
        expect(mistakes({ kind: 'json', text: '{}' })).toEqual([]);
    });

    it('says nothing of patterns that JavaScript does not know', () => {
        const member = memberOf({ name: 'id', schema: { type: 'string', pattern: '(?<!' } }, new Metadata({}));
        expect(mistakesIn([member], new Map([['id', { kind: 'text', text: 'a' }]]))).toEqual([]);
    });

    it.each([
        ['^(?:(\\w+)+)$', `${'a'.repeat(40)}!`, 0],
        ['^(a|a)*$', `${'a'.repeat(40)}!`, 0],
        ['^\\w+@\\w+$', 'nobody', 1],
        ['^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$', 'x', 1],
    ])('leaves a pattern that the page might stand still at to the contract: %s', (pattern, text, mistakes) => {
        const member = memberOf({ name: 'id', schema: { type: 'string', pattern } }, new Metadata({}));
        expect(mistakesIn([member], new Map([['id', { kind: 'text', text }]]))).toHaveLength(mistakes);
    });

    it('takes any JSON', () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                expect(mistakesOf({ tags: value, prices: value, color: value, owner: value })).toBeInstanceOf(Array);
            }),
        );
    });
});
