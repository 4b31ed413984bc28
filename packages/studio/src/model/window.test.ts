import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sparkPath, windowOf } from './window';

describe('windowOf', () => {
    it('has all rows that are seen, and few others, however long the list is', () => {
        fc.assert(
            fc.property(
                fc.nat(1_000_000),
                fc.integer({ min: 1, max: 900 }),
                fc.nat(200_000),
                (scrollTop, height, count) => {
                    const { from, to } = windowOf(scrollTop, height, 34, count);
                    expect(0 <= from && from <= to && to <= count).toBe(true);
                    expect(to - from).toBeLessThanOrEqual(Math.ceil(height / 34) + 1 + 16);
                    const [first, last] = [Math.floor(scrollTop / 34), Math.floor((scrollTop + height - 1) / 34)];
                    const seen = [first, last].filter((row) => row < count);
                    expect(seen.every((row) => from <= row && row < to)).toBe(true);
                },
            ),
        );
    });

    it('has nothing of an empty list, and the beginning of one that is pulled down', () => {
        expect(windowOf(0, 500, 34, 0)).toEqual({ from: 0, to: 0 });
        expect(windowOf(-50, 500, 34, 100)).toMatchObject({ from: 0 });
    });
});

describe('sparkPath', () => {
    it('goes through each number, within its box', () => {
        expect(sparkPath([0, 5, 10], 60, 20)).toBe('M0.0 20.0L30.0 10.0L60.0 0.0');
        expect(sparkPath([0, 0], 60, 20)).toBe('M0.0 20.0L60.0 20.0');
        expect(sparkPath([3], 60, 20)).toBe('M0.0 0.0');
        expect(sparkPath([], 60, 20)).toBe('');
    });
});
