import { describe, expect, it } from '@jest/globals';
import { exponentOf, lastExponentOf, measureInTurns } from './series';

const SIZES = [1, 10, 100, 1000];

describe('a series', () => {
    it.each([0, 1, 2])('has exponent %d where the cost grows by that power', (power) => {
        const points = SIZES.map((size) => ({ size, micros: 7 * size ** power }));
        expect(exponentOf(points)).toBeCloseTo(power);
        expect(lastExponentOf(points)).toBeCloseTo(power);
    });

    it('shows at its end the growth that a fixed cost hides', () => {
        const points = SIZES.map((size) => ({ size, micros: 1000 + size ** 2 }));
        expect(exponentOf(points)).toBeLessThan(1.1);
        expect(lastExponentOf(points)).toBeGreaterThan(1.9);
    });

    it('measures the sizes in turns, and takes the median of each', async () => {
        const asked: number[] = [];
        const points = await measureInTurns([1, 2], 3, (size) => {
            asked.push(size);
            return Promise.resolve(size * asked.length);
        });
        expect(asked).toEqual([1, 2, 1, 2, 1, 2]);
        expect(points).toEqual([
            { size: 1, micros: 3 },
            { size: 2, micros: 8 },
        ]);
    });
});
