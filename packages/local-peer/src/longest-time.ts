/** Node.js waits one millisecond in place of any longer time. */
const LONGEST_MS = 2 ** 31 - 1;

/** Tells whether that many milliseconds can be waited for. */
export function isTime(milliseconds: number): boolean {
    return Number.isSafeInteger(milliseconds) && milliseconds >= 0 && milliseconds <= LONGEST_MS;
}

/** What to do about a time that cannot be waited for. */
export const TIME_REMEDY = `give whole milliseconds from 0 to ${LONGEST_MS}`;
