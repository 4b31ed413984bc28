/** Larger ones are kept by their beginning. */
const MOST_KEPT = 64 * 1024;
/** As much as the page shows at first. */
const BEGINNING = 16 * 1024;

/** Of values that are kept by their beginning. */
const sizes = new WeakMap<Uint8Array, number>();

/** Keeps values in memory of their own, all together: what they come in may be parts of messages that are to go. */
export class KeptValues {
    readonly #memory: Buffer;
    #used = 0;

    /** @param values all that are to be kept */
    constructor(values: readonly Uint8Array[]) {
        // Of the pool of small buffers, a few bytes would keep a whole slab.
        this.#memory = Buffer.allocUnsafeSlow(values.reduce((sum, value) => sum + keptLength(value), 0));
    }

    keep(value: Uint8Array): Buffer {
        const length = keptLength(value);
        const kept = this.#memory.subarray(this.#used, this.#used + length);
        kept.set(value.subarray(0, length));
        this.#used += length;
        if (length < value.length) sizes.set(kept, value.length);
        return kept;
    }
}

function keptLength(value: Uint8Array): number {
    return value.length > MOST_KEPT ? cutAt(value, BEGINNING) : value.length;
}

/** How large a value was before it was kept. */
export function fullSize(value: Uint8Array): number {
    return sizes.get(value) ?? value.length;
}

/** Not within a character of UTF-8. */
export function cutAt(value: Uint8Array, most: number): number {
    let end = most;
    while (end > most - 4 && ((value[end] ?? 0) & 0xc0) === 0x80) end--;
    return end;
}
