/** A value under the name that several may have. */
export type Named<T> = readonly [name: string, value: T];

/**
 * Lists values by their names, and leaves out the names that several have for different things.
 * @param merge of two that are not the same; by default they disagree
 */
export function agreed<T>(
    named: readonly Named<T>[],
    merge: (one: T, other: T) => T | undefined = () => undefined,
): ReadonlyMap<string, T> {
    const found = new Map<string, readonly T[]>();
    for (const [name, value] of named) found.set(name, [...(found.get(name) ?? []), value]);
    return new Map(
        Array.from(found).flatMap(([name, [first, ...others]]): Named<T>[] => {
            const one = others.reduce<T | undefined>((known, other) => mergeTwo(known, other, merge), first);
            return one === undefined ? [] : [[name, one]];
        }),
    );
}

function mergeTwo<T>(known: T | undefined, other: T, merge: (one: T, other: T) => T | undefined): T | undefined {
    if (known === undefined || JSON.stringify(known) === JSON.stringify(other)) return known;
    return merge(known, other);
}

/** The same text, in whatever order they were found. */
export function sorted<T>(named: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
    return Object.fromEntries([...named].sort(([left], [right]) => (left < right ? -1 : 1)));
}
