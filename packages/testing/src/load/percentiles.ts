/** How long most calls took. */
export interface Percentiles {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
}

/** In milliseconds, rounded to a tenth. */
export function percentiles(times: readonly number[]): Percentiles {
    const sorted = times.toSorted((one, other) => one - other);
    const at = (share: number): number => Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
