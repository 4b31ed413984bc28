import { describe, expect, it } from '@jest/globals';
import { losses } from './recorded-ratios';

describe('losses', () => {
    const recorded = { 'noop c=100': { 'heddle-raw': 9 } };

    it.each([[9], [20], [6.1]])('lets a ratio of %d pass where 9 was recorded', (ratio) => {
        expect(losses(recorded, { 'noop c=100': { 'heddle-raw': ratio } })).toEqual([]);
    });

    it('reports a ratio that fell by a third', () => {
        expect(losses(recorded, { 'noop c=100': { 'heddle-raw': 6 } })).toEqual([
            'noop c=100: heddle-raw takes 1/6 of the CPU of fabric-shim, it took 1/9',
        ]);
    });

    it('reports what was recorded and is not measured any more, or not a number', () => {
        const missing = ['noop c=100: heddle-raw was not measured'];
        expect(losses(recorded, { 'noop c=100': {} })).toEqual(missing);
        expect(losses(recorded, {})).toEqual(missing);
        expect(losses(recorded, { 'noop c=100': { 'heddle-raw': NaN } })).toHaveLength(1);
    });
});
