/** The name that was probably meant: the one that takes the fewest edits, if those are no more than a third of it. */
export function closest(given: string, names: readonly string[]): string | undefined {
    const [best] = names.map((name) => ({ name, edits: editsBetween(given, name) })).sort((a, b) => a.edits - b.edits);
    return best !== undefined && best.edits <= Math.max(1, best.name.length / 3) ? best.name : undefined;
}

/** How many characters must be inserted, removed or replaced (Levenshtein's distance, row by row). */
function editsBetween(one: string, other: string): number {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (const [i, a] of Array.from(one).entries()) {
        const next = [i + 1];
        for (const [j, b] of Array.from(other).entries()) {
            const replaced = (row[j] ?? 0) + (a === b ? 0 : 1);
            next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
        }
        row = next;
    }
    return row.at(-1) ?? 0;
}
