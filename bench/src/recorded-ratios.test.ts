import { describe, expect, it } from '@jest/globals';
import { losses, lowerOf } from './recorded-ratios';

describe('losses', () => {
    const recorded = { 'noop c=100': { 'heddle-raw': 9 } };

    it.each([[9], [20], [6.1]])('lets a ratio of %d pass where 9 was recorded', (ratio) => {
        expect(losses(recorded, { 'noop c=100': { 'heddle-raw': ratio } })).toEqual([]);
    });

    it('reports a ratio that fell by a third', () => {
        expect(losses(recorded, { 'noop c=100': { 'heddle-raw': 6 } })).toEqual([
            {
                scenario: 'noop c=100',
                server: 'heddle-raw',
                text: 'takes 1/6 of the CPU of fabric-shim, it took 1/9',
            },
        ]);
    });

    it('reports what was recorded and is not measured any more, or not a number', () => {
        const missing = [{ scenario: 'noop c=100', server: 'heddle-raw', text: 'was not measured' }];
        expect(losses(recorded, { 'noop c=100': {} })).toEqual(missing);
        expect(losses(recorded, {})).toEqual(missing);
        expect(losses(recorded, { 'noop c=100': { 'heddle-raw': NaN } })).toHaveLength(1);
    });
});

describe('what is recorded of two runs', () => {
    it('is the lower one of each ratio', () => {
        const one = { a: { 'heddle-raw': 9, 'heddle-typed': 5 }, b: { 'heddle-raw': 3 } };
        const other = { a: { 'heddle-raw': 8, 'heddle-typed': 6 }, b: {} };
        expect(lowerOf(one, other)).toEqual({ a: { 'heddle-raw': 8, 'heddle-typed': 5 }, b: { 'heddle-raw': 3 } });
    });
});
