import { describe, expect, it } from '@jest/globals';
import { createCompositeKey } from './composite-key';
import { DescribedKeys } from './described-keys';
import { encodeKeyPart } from './ordered-key';

const composite = (name: string): object => ({ prefix: `\0${name}\0`, separator: '\0', suffix: '\0' });

const METADATA = {
    contracts: {
        Other: { transactions: [] },
        Later: { 'x-heddle': { v: 2, entities: { lot: {} } } },
        Supply: {
            'x-heddle': {
                v: 1,
                entities: {
                    lot: {
                        kind: 'entity',
                        format: composite('lot'),
                        key: [
                            { field: 'farm', as: 'string' },
                            { field: 'number', as: 'number' },
                        ],
                        indexes: {
                            byHolder: {
                                objectType: 'lot.byHolder',
                                fields: [
                                    { field: 'holder', as: 'string' },
                                    { field: 'harvested', as: 'date', descending: true },
                                ],
                            },
                            bySeal: {
                                objectType: 'lot.bySeal',
                                fields: [{ field: 'seal', as: 'string' }],
                                unique: true,
                            },
                        },
                    },
                    terms: {
                        kind: 'entity',
                        collection: 'tradeTerms',
                        format: composite('terms'),
                        key: [{ field: 'number', as: 'bigint' }],
                    },
                    size: {
                        kind: 'entity',
                        format: composite('size'),
                        key: [{ field: 'size', as: 'number', text: true }],
                    },
                    asset: {
                        kind: 'entity',
                        format: { prefix: 'asset', separator: '\0', suffix: '' },
                        key: [{ field: 'id', as: 'string' }],
                    },
                    votes: { kind: 'counter', format: composite('votes'), key: [{ field: 'ballot', as: 'string' }] },
                },
            },
        },
    },
};

const keys = new DescribedKeys(METADATA);
const DAY = new Date('2025-01-31T12:00:00Z');
const holder = ['ann b', encodeKeyPart(DAY, true)];

describe('keys of the ledger, by metadata alone', () => {
    it.each([
        ['lot(f1, 7)', 'row', { farm: 'f1', number: 7 }, ['lot', 'f1', encodeKeyPart(7)]],
        ['lot("a, b", -0.5)', 'row', { farm: 'a, b', number: -0.5 }, ['lot', 'a, b', encodeKeyPart(-0.5)]],
        [
            'lot.byHolder("ann b", 2025-01-31T12:00:00.000Z) → lot(f1, 7)',
            'entry',
            { farm: 'f1', number: 7 },
            ['lot.byHolder', ...holder, 'f1', encodeKeyPart(7)],
        ],
        ['lot.bySeal(s1)', 'entry', undefined, ['lot.bySeal', 's1']],
        ['size(7.0)', 'row', { size: '7.0' }, ['size', '7.0']],
        ['votes(b1) by 0123abcd', 'sum', { ballot: 'b1' }, ['votes', 'b1', encodeKeyPart(DAY), '0123abcdef']],
    ] as const)('are %s', (text, kind, values, [objectType, ...attributes]) => {
        const found = keys.read(createCompositeKey(objectType, attributes));
        expect(found).toMatchObject({ text, kind, values, contract: 'Supply' });
    });

    it('are simple ones with a prefix as well', () => {
        expect(keys.read('asset7')).toMatchObject({ text: 'asset(7)', entity: 'asset', values: { id: '7' } });
    });

    it('lead to a row by the value of a unique entry', () => {
        const value = Buffer.from(JSON.stringify({ key: ['f1', encodeKeyPart(7)] }));
        expect(keys.read(createCompositeKey('lot.bySeal', ['s1']), { value })).toMatchObject({
            text: 'lot.bySeal(s1) → lot(f1, 7)',
            index: { name: 'bySeal', unique: true, values: { seal: 's1' } },
            values: { farm: 'f1', number: 7 },
        });
        expect(keys.read(createCompositeKey('lot.bySeal', ['s1']), { value: Buffer.from('{}') })?.text).toBe(
            'lot.bySeal(s1)',
        );
    });

    it('are those of private rows in a collection only', () => {
        const key = createCompositeKey('terms', [encodeKeyPart(5n)]);
        expect(keys.read(key)).toBeUndefined();
        expect(keys.read(key, { collection: 'tradeTerms' })).toMatchObject({
            text: 'terms(5)',
            values: { number: 5n },
        });
        expect(keys.read('asset7', { collection: 'tradeTerms' })).toBeUndefined();
    });

    it.each([
        ['a simple key', 'other'],
        ['another object type', createCompositeKey('lots', ['f1', 'p17'])],
        ['too few parts', createCompositeKey('lot', ['f1'])],
        ['too many', createCompositeKey('lot', ['f1', 'p17', 'x'])],
        ['a part that is no number', createCompositeKey('lot', ['f1', '7'])],
        ['an entry that leads nowhere', createCompositeKey('lot.byHolder', holder)],
        ['one cut short', '\0lot\0f1\0p17'],
    ])('are not described where they are none of an entity: %s', (_, key) => {
        expect(keys.read(key)).toBeUndefined();
    });

    it.each([undefined, null, 'x', {}, { contracts: 5 }, { contracts: { A: null } }])(
        'are none in metadata like %j',
        (metadata) => {
            expect(new DescribedKeys(metadata).read('asset7')).toBeUndefined();
        },
    );
});
