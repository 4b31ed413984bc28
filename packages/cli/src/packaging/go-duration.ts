const DURATION = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const PART = /([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g;
const MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 36e5 };

/** Go counts nanoseconds, in 64 bits: about 292 years. */
const LONGEST_MS = 2 ** 63 / 1e6;

/**
 * A time as Go's time.ParseDuration reads it, `1m30s` or `500ms`, in milliseconds; undefined if it is not a time, or one that
 * is too long for it.
 */
export function parseGoDuration(text: string): number | undefined {
    if (/^[-+]?0$/.test(text)) return 0;
    if (!DURATION.test(text)) return undefined;
    const parts = Array.from(text.matchAll(PART), ([, number, unit = '']) => Number(number) * (MS[unit] ?? NaN));
    const total = parts.reduce((sum, part) => sum + part, 0);
    if (total >= LONGEST_MS) return undefined;
    return text.startsWith('-') ? -total : total;
}
