import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callName, isNullable, Metadata, typeOf } from './schema';

const DOCUMENT = {
    contracts: {
        Assets: {
            name: 'Assets',
            default: true,
            transactions: [
                { name: 'create', tag: ['submitTx'], parameters: [{ name: 'id', schema: { type: 'string' } }] },
                { name: 'read', tag: ['evaluate'], returns: { type: 'string' } },
                { name: 'both', tag: ['SUBMIT', 'EVALUATE'] },
                { name: 'untagged' },
            ],
        },
        Other: { name: 'org.example:Other', transactions: [{ name: 'read' }] },
    },
    components: {
        schemas: {
            Asset: { type: 'object' },
            Alias: { $ref: '#/components/schemas/Asset' },
            Loop: { $ref: '#/components/schemas/Loop' },
        },
    },
};

describe('Metadata', () => {
    const metadata = new Metadata(DOCUMENT);

    it('finds transactions by what one calls', () => {
        for (const contract of metadata.contracts)
            for (const transaction of contract.transactions)
                expect(metadata.find(callName(contract, transaction))).toEqual({ contract, transaction });
        expect(metadata.find('Assets:read')?.contract.name).toBe('Assets');
        expect(metadata.find('nothing')).toBeUndefined();
    });

    it('takes a transaction for one that only reads where it is tagged so alone', () => {
        const [assets] = metadata.contracts;
        expect(assets?.transactions.map(({ name, isEvaluated }) => [name, isEvaluated])).toEqual([
            ['create', false],
            ['read', true],
            ['both', false],
            ['untagged', false],
        ]);
    });

    it('follows references, and ends where they go in circles or nowhere', () => {
        expect(metadata.resolve({ $ref: '#/components/schemas/Alias' })).toEqual({ type: 'object' });
        expect(metadata.resolve({ $ref: '#/components/schemas/Nothing' })).toEqual({});
        expect(metadata.resolve({ $ref: '#/components/schemas/__proto__' })).toEqual({});
        expect(metadata.resolve({ $ref: '#/components/schemas/Loop' })).toHaveProperty('$ref');
    });

    it('takes any document', () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
                for (const document of [
                    value,
                    { contracts: value },
                    { contracts: { A: value } },
                    { contracts: { A: { transactions: [value] } }, components: { schemas: other } },
                ])
                    expect(new Metadata(document).find('create')?.transaction.name).toBeUndefined();
            }),
        );
    });
});

describe('types of schemas', () => {
    it('have null beside them, or not', () => {
        expect([isNullable({ type: ['string', 'null'] }), typeOf({ type: ['string', 'null'] })]).toEqual([
            true,
            'string',
        ]);
        expect([isNullable({ type: 'string' }), typeOf({ type: 'string' })]).toEqual([false, 'string']);
        expect([isNullable({ enum: ['a', null] }), typeOf({})]).toEqual([true, undefined]);
        expect(typeOf({ type: ['string', 'number'] })).toBeUndefined();
    });
});
