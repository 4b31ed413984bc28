import { describe, expect, it } from '@jest/globals';
import { median, pairedRatio, percentile } from './statistics';

describe('median', () => {
    it.each([
        [[3], 3],
        [[9, 1, 5], 5],
        [[4, 1, 3, 2], 2.5],
    ])('of %j is %d', (values, expected) => {
        expect(median(values)).toBe(expected);
    });

    it('of nothing is not a number', () => {
        expect(median([])).toBeNaN();
    });
});

describe('percentile', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

    it.each([
        [0, 1],
        [0.5, 50],
        [0.99, 99],
        [1, 100],
    ])('at %d of 1 to 100 is %d', (share, expected) => {
        expect(percentile(hundred, share)).toBe(expected);
    });

    it('of nothing is not a number', () => {
        expect(percentile([], 0.5)).toBeNaN();
    });
});

describe('pairedRatio', () => {
    it('compares within a round, so that a slow round does not count', () => {
        expect(pairedRatio([100, 1000, 100], [10, 100, 10])).toBe(10);
        expect(pairedRatio([100, 1000, 120], [10, 50, 10])).toBe(12);
    });

    it('leaves out rounds without one of the two', () => {
        expect(pairedRatio([100, undefined, 90], [10, 10])).toBe(10);
        expect(pairedRatio([100], [0])).toBeNaN();
    });
});
