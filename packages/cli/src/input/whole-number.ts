/** The number that a text is, in digits alone; NaN if it is not one. */
export function wholeNumber(text: string): number {
    return /^\d+$/.test(text) ? Number(text) : NaN;
}
