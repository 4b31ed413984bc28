import { getHeapStatistics } from 'node:v8';

/** How long a reading counts. To read takes some microseconds, and overload comes with thousands of transactions a second. */
const READING_MS = 20;

/** Tells whether memory is short: whether heap and buffers have more than a share of what the heap may grow to. */
export class MemoryGuard {
    readonly #share: number;
    readonly #now: () => number;
    #used = 0;
    #readAt = -Infinity;

    /** @param now the time in milliseconds, from any origin */
    constructor(share: number, now: () => number = () => performance.now()) {
        this.#share = share;
        this.#now = now;
    }

    get isShort(): boolean {
        const now = this.#now();
        if (now - this.#readAt >= READING_MS) {
            this.#readAt = now;
            this.#used = usedShare();
        }
        return this.#used > this.#share;
    }

    /** For the log. */
    describe(): string {
        return `${percent(this.#used)} of what the heap may grow to are in use, more than the ${percent(this.#share)} of the limit`;
    }
}

function usedShare(): number {
    const { used_heap_size: heap, external_memory: external, heap_size_limit: limit } = getHeapStatistics();
    return (heap + external) / limit;
}

function percent(share: number): string {
    return `${Math.round(100 * share)} %`;
}
