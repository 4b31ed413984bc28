/** All subsets, the smaller ones first. */
export function* subsets(items: readonly string[], size = 0): Generator<string[]> {
    if (size > items.length) return;
    yield* ofSize(items, size);
    yield* subsets(items, size + 1);
}

function* ofSize(items: readonly string[], size: number): Generator<string[]> {
    if (size === 0) {
        yield [];
        return;
    }
    for (const [index, item] of items.entries())
        for (const rest of ofSize(items.slice(index + 1), size - 1)) yield [item, ...rest];
}
