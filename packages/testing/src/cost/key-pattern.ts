/**
 * What a key has in common with those of other calls: composite keys their type, simple ones what is not of the arguments.
 * @param key as a reader knows it, such as `auction(a1)`
 */
export function keyPattern(key: string, args: readonly unknown[]): string {
    const composite = /^([^()]*)\(.*\)$/s.exec(key);
    if (composite !== null) return `${composite[1] ?? ''}(*)`;
    const texts = args.flatMap(textsOf).filter((text) => text !== '');
    const longestFirst = texts.toSorted((one, other) => other.length - one.length);
    return longestFirst.reduce((pattern, text) => pattern.replaceAll(wordOf(text), '*'), key);
}

/** The text where it stands alone: a key named total does not have the argument t in it. */
function wordOf(text: string): RegExp {
    const escaped = text.replace(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);
    return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu');
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
