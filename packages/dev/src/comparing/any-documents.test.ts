import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from './change';
import { compareDocuments } from './compare-documents';
import { readContractDocument } from './contract-document';

type Json = Readonly<Record<string, unknown>>;

function compare(old: unknown, young: unknown): Change[] {
    return compareDocuments(readContractDocument(old, 'old'), readContractDocument(young, 'new'));
}

const NAMES = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__', '');

function named<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
    return fc.array(fc.tuple(NAMES, values), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
}

const REFERENCE = fc.constantFrom('A', 'B', 'Gone').map((name) => ({ $ref: `#/components/schemas/${name}` }));

const { schema: SCHEMA } = fc.letrec<{ schema: Json }>((tie) => ({
    schema: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(
            { type: 'string' },
            { type: 'number', minimum: 1 },
            { type: ['string', 'null'], enum: ['x', null] },
            { type: 'string', enum: ['x', 'y'] },
            {},
        ),
        REFERENCE,
        fc.record({ type: fc.constant('array'), items: tie('schema') }),
        fc.record({ type: fc.constant('object'), additionalProperties: tie('schema') }),
        fc.record({
            type: fc.constant('object'),
            properties: named(tie('schema')),
            required: fc.subarray(['a', 'b', 'c']),
        }),
    ),
}));

const TRANSACTION = fc.record(
    {
        name: NAMES,
        tag: fc.constantFrom(['SUBMIT'], ['evaluateTx'], 'submit'),
        parameters: fc.array(fc.record({ name: NAMES, required: fc.boolean(), schema: SCHEMA }), { maxLength: 3 }),
        returns: SCHEMA,
    },
    { requiredKeys: ['name'] },
);
const EXTENSION = fc.record(
    {
        entities: named(fc.record({ schema: REFERENCE, version: fc.constantFrom(1, 2), key: fc.constant(['a']) })),
        events: named(fc.record({ schema: REFERENCE, alone: fc.boolean() })),
        errors: named(fc.record({ status: fc.constantFrom(404, 409), details: REFERENCE })),
    },
    { requiredKeys: [] },
);
const CONTRACT = fc.record({
    transactions: fc.uniqueArray(TRANSACTION, { maxLength: 3, selector: ({ name }) => name }),
    'x-heddle': EXTENSION,
});
const DOCUMENT = fc.record({
    contracts: named(CONTRACT).map((contracts) =>
        Object.hasOwn(contracts, 'a') ? { ...contracts, a: { ...contracts['a'], default: true } } : contracts,
    ),
    components: fc.record({ schemas: fc.record({ A: SCHEMA, B: SCHEMA }) }),
});

/** The same, with the members of its objects the other way round, and described. */
function reordered(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(reordered);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, reordered(member)]);
    return Object.fromEntries('type' in value ? [...members, ['description', 'said otherwise']] : members);
}

describe('the comparison of any documents', () => {
    it('finds nothing between a document and itself, in whatever order and however described', () => {
        fc.assert(
            fc.property(DOCUMENT, (document) => {
                expect(compare(document, document)).toEqual([]);
                expect(compare(document, reordered(document))).toEqual([]);
            }),
        );
    });

    it('finds something wherever it finds something the other way round', () => {
        fc.assert(
            fc.property(DOCUMENT, DOCUMENT, (one, other) => {
                expect(compare(one, other).length === 0).toBe(compare(other, one).length === 0);
            }),
        );
    });

    it('never fails on what another program has written', () => {
        fc.assert(
            fc.property(fc.dictionary(NAMES, fc.jsonValue()), fc.jsonValue(), (contracts, schemas) => {
                const document = { contracts, components: { schemas } };
                expect(compare(document, document)).toEqual([]);
                compare(document, { contracts: { a: { transactions: [{ name: 'x', parameters: [{}] }] } } });
            }),
        );
    });
});
