import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { argumentOf, emptyValue, jsonOf, valueFrom, valueFromArgument } from './form-value';
import { type Field, fieldOf } from './inputs';
import { Metadata, type Schema } from './schema';

const METADATA = new Metadata({});

const SCHEMA: Schema = {
    type: 'object',
    required: ['ID', 'size', 'tags'],
    properties: {
        ID: { type: 'string' },
        size: { type: 'integer' },
        supply: { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' },
        color: { enum: ['red', 'blue'] },
        level: { enum: [1, 2] },
        isSold: { type: 'boolean' },
        owner: { type: ['string', 'null'] },
        tags: { type: 'array', items: { type: 'string' } },
        prices: { type: 'object', additionalProperties: { type: 'number' } },
        parts: { type: 'array', items: { type: 'object', properties: { weight: { type: 'number' } } } },
        shape: { type: 'object', discriminator: { propertyName: 'kind' }, properties: {} },
    },
};

function field(schema: Schema): Field {
    return fieldOf(schema, METADATA);
}

const ASSET = field(SCHEMA);

/** JSON to the form and back. */
function thereAndBack(json: string, { input }: Field): string | undefined {
    const value = valueFrom(json, input);
    return value && jsonOf(value, input);
}

const asset = fc.record(
    {
        ID: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        size: fc.oneof(fc.integer(), fc.jsonValue()),
        supply: fc.oneof(fc.bigInt().map(String), fc.jsonValue()),
        color: fc.constantFrom('red', 'blue', 'pink', 1, null),
        level: fc.constantFrom(1, 2, '1', 3),
        isSold: fc.oneof(fc.boolean(), fc.constantFrom('true', 0)),
        owner: fc.option(fc.string()),
        tags: fc.oneof(fc.array(fc.string()), fc.array(fc.jsonValue()), fc.jsonValue()),
        prices: fc.oneof(fc.dictionary(fc.string(), fc.integer()), fc.jsonValue()),
        parts: fc.oneof(fc.array(fc.record({ weight: fc.integer() }, { requiredKeys: [] })), fc.jsonValue()),
        shape: fc.jsonValue(),
        unknown: fc.jsonValue(),
    },
    { requiredKeys: [] },
);

describe('valueFrom', () => {
    it('keeps any JSON, whether it fits the schema or not', () => {
        fc.assert(
            fc.property(fc.oneof(asset, fc.jsonValue()), (value) => {
                const json = JSON.stringify(value);
                expect(JSON.parse(thereAndBack(json, ASSET) ?? '')).toEqual(JSON.parse(json));
            }),
            { numRuns: 300 },
        );
    });

    it.each([
        '{"size":9007199254740993}',
        '{"unknown":[9007199254740993,1.0]}',
        '{"prices":{"a":0.10}}',
        '{"size":1e400}',
    ])('keeps the digits of %s', (json) => {
        expect(thereAndBack(json, ASSET)?.replaceAll(/\s/g, '')).toBe(json);
    });

    it('tells null from what is left out, and leaves duplicates to the contract', () => {
        expect(thereAndBack('{"owner":null}', ASSET)).toBe('{"owner":null}');
        expect(thereAndBack('{}', ASSET)).toBe('{}');
        expect(thereAndBack('{"ID":"a","ID":"b"}', ASSET)?.replaceAll(/\s/g, '')).toBe('{"ID":"a","ID":"b"}');
    });

    it('has nothing for what is no JSON', () => {
        expect(valueFrom('{', ASSET.input)).toBeUndefined();
    });

    it('has a member called __proto__ like any other', () => {
        expect(thereAndBack('{"__proto__":{"a":1}}', field({ type: 'object', additionalProperties: {} }))).toContain(
            '"__proto__"',
        );
    });
});

describe('an empty form', () => {
    it('has what must be given, and leaves out the rest', () => {
        expect(jsonOf(emptyValue(ASSET), ASSET.input)).toBe('{"ID":"","size":"","tags":[]}');
        expect(argumentOf(emptyValue(ASSET, true), ASSET)).toBeUndefined();
    });

    it.each<[schema: Schema, argument: string]>([
        [{ type: 'string' }, ''],
        [{ type: 'boolean' }, 'false'],
        [{ enum: ['red', 'blue'] }, 'red'],
        [{ enum: [1, 2] }, '1'],
        [{ type: 'array' }, '[]'],
        [{}, '{}'],
    ])('of %j is sent as %j', (schema, argument) => {
        expect(argumentOf(emptyValue(field(schema)), field(schema))).toBe(argument);
    });
});

describe('arguments', () => {
    it('of text are what was typed', () => {
        fc.assert(
            fc.property(
                fc.string({ unit: 'binary' }),
                fc.constantFrom<Schema>({ type: 'string' }, { type: 'number' }, { enum: ['a'] }),
                (text, schema) => {
                    expect(argumentOf({ kind: 'text', text }, field(schema))).toBe(text);
                    expect(argumentOf(valueFromArgument(text, field(schema)), field(schema))).toBe(text);
                },
            ),
        );
    });

    it('of a call that was come back as they were, JSON or not', () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    asset.map((value) => JSON.stringify(value)),
                    fc.string({ unit: 'binary' }),
                ),
                (text) => {
                    const again = argumentOf(valueFromArgument(text, ASSET), ASSET) ?? '';
                    const isJson = valueFrom(text, ASSET.input) !== undefined;
                    // White space is not kept.
                    const meaning = (one: string): unknown => (isJson ? (JSON.parse(one) as unknown) : one);
                    expect(meaning(again)).toEqual(meaning(text));
                },
            ),
        );
    });

    it('that are no numbers stay text within JSON, where the contract refuses them', () => {
        for (const text of ['007', '1.', '0x10', 'Infinity', '', '1 2'])
            expect(jsonOf({ kind: 'text', text }, { kind: 'number' })).toBe(JSON.stringify(text));
        for (const text of ['9007199254740993', '-0', '1e5', ' 1.50 '])
            expect(jsonOf({ kind: 'text', text }, { kind: 'number' })).toBe(text.trim());
    });

    it('of large integers are strings within JSON', () => {
        expect(jsonOf({ kind: 'text', text: '123' }, { kind: 'digits' })).toBe('"123"');
        expect(argumentOf({ kind: 'text', text: '123' }, field({ type: 'string', pattern: String.raw`^\d+$` }))).toBe(
            '123',
        );
    });
});
