import { median } from '../statistics';

/** What one transaction costs, in microseconds of CPU, as something grows. */
export interface Series {
    readonly name: string;
    /** What grows, with its unit. */
    readonly grows: string;
    readonly points: readonly Point[];
}

export interface Point {
    readonly size: number;
    /** The median over the rounds. */
    readonly micros: number;
}

/** Measures the sizes in turns, round by round, so that what disturbs the machine for a while disturbs all of them. */
export async function measureInTurns(
    sizes: readonly number[],
    rounds: number,
    measure: (size: number) => Promise<number>,
): Promise<Point[]> {
    const measured = new Map<number, number[]>(sizes.map((size) => [size, []]));
    for (let round = 0; round < rounds; round++) {
        for (const [size, micros] of measured) micros.push(await measure(size));
    }
    return Array.from(measured, ([size, micros]) => ({ size, micros: median(micros) }));
}

/**
 * By what power of the size the cost grows: the slope of a straight line through the points, both axes logarithmic.
 * 1 is linear, 0 is no growth.
 */
export function exponentOf(points: readonly Point[]): number {
    const logs = points.map(({ size, micros }) => ({ x: Math.log(size), y: Math.log(micros) }));
    const meanX = mean(logs.map(({ x }) => x));
    const meanY = mean(logs.map(({ y }) => y));
    const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
    return covariance / logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

/**
 * The exponent over the largest sizes alone, from a tenth of the largest on: what a transaction costs whatever its size
 * hides growth at the small ones.
 */
export function lastExponentOf(points: readonly Point[]): number {
    const largest = Math.max(...points.map(({ size }) => size));
    return exponentOf(points.filter(({ size }) => size >= largest / 10));
}

function mean(values: readonly number[]): number {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
