/**
 * Keys of several parts in a layout of their own: a prefix, the parts with a separator between them, a suffix. A separator
 * is found from the left, and so it must not begin within the part before it: with `::`, the parts `x:` and `y` would be
 * read as `x` and `:y`.
 */

const END_OF_PART = '\u0000';

/** The texts around the parts of a key. */
export interface KeyTexts {
    readonly prefix: string;
    readonly separator: string;
    readonly suffix: string;
}

/** Tells whether a part is read back as it is written: whether no separator begins in it. */
export function endsAtSeparator(part: string, separator: string, isLast: boolean): boolean {
    const found = (isLast ? part : part + separator).indexOf(separator);
    return found === -1 || found === part.length;
}

/**
 * Takes a key apart that was made of parts which end at their separators.
 * @param count how many parts it has; a single one may have the separator in it
 * @returns undefined for a key of another layout, or of another number of parts
 */
export function splitKey(key: string, { prefix, separator, suffix }: KeyTexts, count: number): string[] | undefined {
    const end = key.length - suffix.length;
    if (end < prefix.length || !key.startsWith(prefix) || !key.endsWith(suffix)) return undefined;
    const inner = key.slice(prefix.length, end);
    const parts = count === 1 ? [inner] : inner.split(separator);
    // What has U+0000 in a part is a key of more parts, or a composite one.
    return parts.length === count && !parts.some((part) => part.includes(END_OF_PART)) ? parts : undefined;
}
