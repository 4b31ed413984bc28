import { describe, expect, it } from '@jest/globals';
import { aboutOf, fieldOf, type Input, memberOf } from './inputs';
import { Metadata, type Schema } from './schema';

const NONE = new Metadata({});

function metadataOf(schemas: Readonly<Record<string, unknown>>): Metadata {
    return new Metadata({ components: { schemas } });
}

/** How many groups are within each other. */
function depthOf(input: Input): number {
    if (input.kind === 'object') return 1 + Math.max(0, ...input.members.map((member) => depthOf(member.input)));
    return input.kind === 'list' || input.kind === 'map' ? 1 + depthOf(input.element.input) : 0;
}

describe('fieldOf', () => {
    it.each<[schema: Schema, kind: Input['kind']]>([
        [{ type: 'string' }, 'text'],
        [{ type: ['string', 'null'] }, 'text'],
        [{ type: 'string', pattern: '^[a-z]+$' }, 'text'],
        [{ type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' }, 'digits'],
        [{ type: 'string', pattern: String.raw`^\d+$` }, 'digits'],
        [{ type: 'string', pattern: '^digits' }, 'text'],
        [{ type: 'string', format: 'date-time' }, 'date'],
        [{ type: 'string', format: 'byte' }, 'bytes'],
        [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
        [{ type: 'integer' }, 'number'],
        [{ type: 'number' }, 'number'],
        [{ type: 'boolean' }, 'boolean'],
        [{ type: 'array', items: { type: 'string' } }, 'list'],
        [{ type: 'array' }, 'list'],
        [{ type: 'object', properties: {} }, 'object'],
        [{ properties: { a: { type: 'string' } } }, 'object'],
        [{ type: 'object', additionalProperties: { type: 'string' } }, 'map'],
        [{ type: 'object' }, 'json'],
        [{ type: 'object', properties: {}, discriminator: { propertyName: 'kind' } }, 'json'],
        [{ type: ['string', 'number'] }, 'json'],
        [{}, 'json'],
        [{ $ref: '#/components/schemas/Nothing' }, 'json'],
    ])('has for %j the input %s', (schema, kind) => {
        expect(fieldOf(schema, NONE).input.kind).toBe(kind);
    });

    it('ends where a class has itself in it, however wide', () => {
        const properties = Object.fromEntries(
            Array.from({ length: 40 }, (_, index) => [`node${index}`, { $ref: '#/components/schemas/Node' }]),
        );
        const metadata = metadataOf({ Node: { type: 'object', properties } });
        expect(depthOf(fieldOf({ $ref: '#/components/schemas/Node' }, metadata).input)).toBeLessThanOrEqual(7);
    });

    it('opens lists of the class itself', () => {
        const metadata = metadataOf({
            Tree: {
                type: 'object',
                properties: {
                    name: { type: 'string' },
                    children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
                },
            },
        });
        expect(depthOf(fieldOf({ $ref: '#/components/schemas/Tree' }, metadata).input)).toBeGreaterThan(1);
    });

    it('leaves null out of choices, and says that it may be given', () => {
        expect(fieldOf({ enum: ['a', null] }, NONE)).toMatchObject({ input: { values: ['a'] }, isNullable: true });
    });

    it('tells what may be left out, and describes it', () => {
        const schema: Schema = {
            type: 'object',
            properties: { ID: { type: 'string', description: 'Of the asset.' }, note: { type: 'string' } },
            required: ['ID'],
        };
        const { input } = memberOf({ name: 'asset', schema, description: 'What to create.' }, NONE);
        expect(input).toMatchObject({
            members: [
                { name: 'ID', isOptional: false, description: 'Of the asset.' },
                { name: 'note', isOptional: true },
            ],
        });
        expect(memberOf({ name: 'asset', required: false, schema }, NONE).isOptional).toBe(true);
    });
});

describe('aboutOf', () => {
    it.each<[schema: Schema, about: string]>([
        [{ type: 'string', minLength: 1, maxLength: 64 }, 'string, 1 to 64 characters'],
        [{ type: 'string', maxLength: 1 }, 'string, at most 1 character'],
        [{ type: ['string', 'null'] }, 'string or null'],
        [{ type: 'string', format: 'date-time' }, 'date and time'],
        [{ type: 'integer', minimum: 0, exclusiveMinimum: true }, 'integer, more than 0'],
        [{ type: 'integer', minimum: 1, maximum: 9 }, 'integer, 1 to 9'],
        [{ type: 'array', minItems: 1 }, 'array, at least 1 element'],
        [{ enum: ['a'] }, 'one of these'],
        [{}, 'any JSON'],
    ])('tells of %j: %s', (schema, about) => {
        expect(aboutOf(schema)).toBe(about);
    });
});
