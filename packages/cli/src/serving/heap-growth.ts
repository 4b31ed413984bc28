import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Above it V8 decides by itself: three times a large heap is more than a machine may have. */
const SMALL_HEAP = 64 * 2 ** 20;
const WATCH_MS = 5_000;

/** Percent; V8's own factor, which it takes for 0, depends on how fast it collects. */
const ROOMY = 300;

/**
 * Lets the heap of a server grow to four times what is alive before all of it is collected, as long as that is small.
 *
 * V8 counts the buffers that messages arrive in against the few megabytes that a server keeps alive, and collects the whole
 * heap for every 16 MB of them: half of the CPU of a transaction that copies 100 KB, a tenth of one that reads a range.
 * What a process occupies at its peak grows by up to a quarter in those two, and not at all with small messages.
 */
export function letHeapGrow(): void {
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

/** V8's own factor. */
const DOUBLING = 2;

/**
 * Keeps V8's young generation as small as it is while modules are loaded. What they make survives, for which it would grow
 * to 8 MB; these stay with the process, and a server that waits for transactions uses none of them. `bin/heddle.js` does
 * the same before it loads anything. It collects twice as often meanwhile, and copies less each time: that takes no longer.
 */
export function keepYoungGenerationSmall(): void {
    growYoungGenerationBy(1);
}

/** Ends that: under a load, a large young generation is worth its memory. */
export function letYoungGenerationGrow(): void {
    growYoungGenerationBy(DOUBLING);
}

function growYoungGenerationBy(factor: number): void {
    setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
