import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Above it V8 decides by itself: three times a large heap is more than a machine may have. */
const SMALL_HEAP = 64 * 2 ** 20;
const WATCH_MS = 5_000;

/** Percent; V8's own factor, which it takes for 0, depends on how fast it collects. */
const ROOMY = 300;

/** V8's own factor, for its young generation. */
const DOUBLING = 2;

/**
 * Sets V8's heap for a server: roomy while it is small, and its young generation small until the server has started.
 *
 * V8 counts the buffers that messages arrive in against the few megabytes that a server keeps alive, and collects the whole
 * heap for every 16 MB of them: half of the CPU of a transaction that copies 100 KB, a tenth of one that reads a range. So
 * the heap may grow to four times what is alive before all of it is collected, as long as that is small. What a process
 * occupies at its peak grows by up to a quarter in those two, and not at all with small messages.
 *
 * The young generation would grow to 8 MB while modules are loaded, since what they make survives. These stay with the
 * process, and a server that waits for transactions uses none of them. Kept small, it is collected twice as often and copies
 * less each time, which takes no longer. `bin/heddle.js` keeps it so from the first module on.
 */
export function settleHeap(): void {
    growYoungGenerationBy(1);
    let percent = 0;
    const adapt = (): void => {
        const wanted = getHeapStatistics().used_heap_size < SMALL_HEAP ? ROOMY : 0;
        if (wanted === percent) return;
        percent = wanted;
        // Read by V8 at each collection, so that it may be set while the process runs.
        setFlagsFromString(`--heap-growing-percent=${percent}`);
    };
    adapt();
    setInterval(adapt, WATCH_MS).unref();
}

/** Has the young generation grow again where much of it survives: under a load, a large one is worth its memory. */
export function letYoungGenerationGrow(): void {
    growYoungGenerationBy(DOUBLING);
}

function growYoungGenerationBy(factor: number): void {
    setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
