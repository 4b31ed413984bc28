/**
 * What a key has in common with those of other calls: composite keys their type, simple ones what is not of the arguments.
 * @param key as a reader knows it, such as `auction(a1)`
 */
export function keyPattern(key: string, args: readonly unknown[]): string {
    const composite = /^([^()]*)\(.*\)$/s.exec(key);
    if (composite !== null) return `${composite[1] ?? ''}(*)`;
    const texts = args.flatMap(textsOf).filter((text) => text !== '');
    const longestFirst = texts.toSorted((one, other) => other.length - one.length);
    return longestFirst.reduce((pattern, text) => pattern.split(text).join('*'), key);
}

/** Whether all calls mean the same key by it. */
export function isConstant(pattern: string): boolean {
    return !pattern.includes('*');
}

function textsOf(value: unknown): string[] {
    if (typeof value === 'string') return [value];
    if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
