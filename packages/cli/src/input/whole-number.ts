/** The longest time, in milliseconds, that setTimeout takes. */
export const LONGEST_MS = 2 ** 31 - 1;

/** The number that a text is, in digits alone; NaN if it is not one. */
export function wholeNumber(text: string): number {
    return /^\d+$/.test(text) ? Number(text) : NaN;
}
