import { getHeapStatistics } from 'node:v8';

/** Of keys that blocks have written. */
export const MOST_WRITES = 5_000_000;
const MOST_BYTES = 2 * 1024 ** 3;
/** Above this part of what Node lets the heap grow to, it spends its time looking for room. */
const HEAP_PART = 0.75;

/**
 * Why no more can be kept; undefined as long as it can.
 * @param writes how many there are
 * @param mostWrites how many there may be
 */
export function whyFull(writes: number, mostWrites: number): string | undefined {
    if (writes > mostWrites) return `they have more than ${mostWrites.toLocaleString('en')} writes`;
    const { heapUsed, external } = process.memoryUsage();
    const most = Math.min(MOST_BYTES, getHeapStatistics().heap_size_limit * HEAP_PART);
    return heapUsed + external > MOST_BYTES || heapUsed > most ? 'this process has no memory for more' : undefined;
}
