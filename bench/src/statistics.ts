/** The middle value; of an even number of values the mean of the two in the middle. NaN for no values. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((left, right) => left - right);
    const middle = sorted.length / 2;
    const upper = sorted[Math.floor(middle)] ?? NaN;
    if (!Number.isInteger(middle)) return upper;
    return ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The value below which the given share of the values lies, from 0 to 1, by nearest rank. NaN for no values. */
export function percentile(values: readonly number[], share: number): number {
    const sorted = Float64Array.from(values).sort();
    const rank = Math.max(1, Math.ceil(share * sorted.length));
    return sorted[rank - 1] ?? NaN;
}

/**
 * How many times `base` is of `value`, as the median of the ratios of each round: what drifts from one round to the
 * next, on a machine that others use, meets both alike and cancels out. Rounds that lack one of the two do not count.
 */
export function pairedRatio(base: readonly (number | undefined)[], value: readonly (number | undefined)[]): number {
    const ratios = base.flatMap((of, round) => {
        const by = value[round];
        return of === undefined || by === undefined || by === 0 ? [] : [of / by];
    });
    return median(ratios);
}
