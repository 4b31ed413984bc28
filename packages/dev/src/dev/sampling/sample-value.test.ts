import { describe, expect, it } from '@jest/globals';
import { sampleValue, type Schema } from './sample-value';

const SCHEMAS: Schema = {
    Lot: {
        type: 'object',
        properties: { id: { type: 'string' }, count: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
        required: ['id', 'count'],
    },
    Tree: {
        type: 'object',
        properties: {
            left: { $ref: '#/components/schemas/Tree' },
            children: { type: 'array', items: { $ref: 'Tree' } },
        },
        required: ['left'],
    },
};

function sample(schema: Schema): unknown {
    return sampleValue(schema, { name: 'id', schemas: SCHEMAS });
}

describe('a sample', () => {
    it.each<[Schema, unknown]>([
        [{ type: 'string' }, 'id1'],
        [{ type: 'string', minLength: 5, maxLength: 6 }, 'id111'],
        [{ type: 'string', maxLength: 2 }, 'id'],
        [{ type: 'string', enum: ['red', 'green'] }, 'red'],
        [{ type: 'string', default: 'blue' }, 'blue'],
        [{ const: 3 }, 3],
        [{ type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' }, '1'],
        [{ type: 'string', pattern: '^[A-Z]{3}$', minLength: 2 }, 'AAA'],
        [{ type: 'string', format: 'date-time' }, '2030-01-01T00:00:00.000Z'],
        [{ type: 'string', format: 'email' }, 'ann@example.com'],
        [{ type: 'integer' }, 1],
        [{ type: 'integer', minimum: 0, exclusiveMinimum: true }, 1],
        [{ type: 'integer', minimum: 10 }, 10],
        [{ type: 'integer', exclusiveMinimum: 10 }, 11],
        [{ type: 'number', maximum: -2 }, -2],
        [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
        [{ type: 'integer', minimum: 7, multipleOf: 5 }, 10],
        [{ type: 'boolean' }, true],
        [{ type: ['string', 'null'] }, 'id1'],
        [{ oneOf: [{ type: 'integer' }, { type: 'string' }] }, 1],
        [{ allOf: [{ type: 'string' }, { minLength: 4 }] }, 'id11'],
        [
            { type: 'array', items: { $ref: '#/components/schemas/Lot' }, minItems: 2 },
            [
                { id: 'id1', count: 1 },
                { id: 'id1', count: 1 },
            ],
        ],
        [{ type: 'array', items: [{ type: 'string' }, { type: 'boolean' }] }, ['id1', true]],
        [{ type: 'object', additionalProperties: { type: 'number' } }, {}],
        [{ $ref: '#/components/schemas/Lot' }, { id: 'id1', count: 1 }],
        [{}, 'id1'],
    ])('of %j is %j', (schema, value) => {
        expect(sample(schema)).toEqual(value);
    });

    it('of a type that has itself as a member has an end', () => {
        expect(JSON.stringify(sample({ $ref: '#/components/schemas/Tree' }))).toMatch(/^(\{"left":)+null\}+$/);
    });
});
