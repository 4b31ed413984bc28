/** Larger ones are kept by their beginning. */
const MOST_KEPT = 64 * 1024;
/** As much as the page shows at first. */
const BEGINNING = 16 * 1024;

/** Of values that are kept by their beginning. */
const sizes = new WeakMap<Uint8Array, number>();

export function isLarge({ length }: Uint8Array): boolean {
    return length > MOST_KEPT;
}

/** What is kept of a value, in memory of its own: it may be a part of a message that is to go. */
export function keptValue(value: Uint8Array): Buffer {
    if (!isLarge(value)) return Buffer.from(value);
    const kept = Buffer.from(value.subarray(0, cutAt(value, BEGINNING)));
    sizes.set(kept, value.length);
    return kept;
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
