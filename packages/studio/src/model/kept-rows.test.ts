import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeptRows } from './kept-rows';

interface Row {
    readonly seq: number;
    readonly id: string;
    readonly text?: string;
}

const row = fc.record({ seq: fc.integer({ min: 1, max: 40 }), id: fc.constantFrom('a', 'b', 'c', 'd', 'e') });

describe('KeptRows', () => {
    it('keeps the newest rows, in order, one for each number', () => {
        fc.assert(
            fc.property(fc.array(fc.array(row)), (batches) => {
                const kept = new KeptRows<Row>(1000);
                for (const batch of batches) kept.put(batch);
                const newest = new Map(batches.flat().map((one) => [one.seq, one]));
                expect(kept.rows).toEqual([...newest.values()].sort((a, b) => b.seq - a.seq));
            }),
        );
    });

    it('never keeps more than it may, and finds those that it keeps by their ids', () => {
        fc.assert(
            fc.property(fc.array(fc.array(row)), (batches) => {
                const kept = new KeptRows<Row>(5);
                for (const batch of batches) kept.put(batch);
                expect(kept.rows.length).toBeLessThanOrEqual(5);
                for (const id of ['a', 'b', 'c', 'd', 'e'])
                    expect(kept.find(id)).toBe(kept.rows.find((one) => one.id === id));
            }),
        );
    });

    it('changes a row where it is', () => {
        const kept = new KeptRows<Row>(5);
        kept.put([
            { seq: 1, id: 'a' },
            { seq: 2, id: 'b' },
        ]);
        kept.change('a', (one) => ({ ...one, text: 'VALID' }));
        kept.change('gone', () => {
            throw new Error('there is no such row');
        });
        expect(kept.rows).toEqual([
            { seq: 2, id: 'b' },
            { seq: 1, id: 'a', text: 'VALID' },
        ]);
        expect(kept.find('a')).toBe(kept.rows[1]);
        kept.dropBefore(2);
        expect([kept.rows, kept.find('a')]).toEqual([[{ seq: 2, id: 'b' }], undefined]);
        kept.put([{ seq: 3, id: 'c' }]);
        kept.dropUpTo(2);
        expect([kept.rows, kept.find('b')]).toEqual([[{ seq: 3, id: 'c' }], undefined]);
        kept.clear();
        expect([kept.rows, kept.find('c')]).toEqual([[], undefined]);
    });
});
