import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';

/** Tells whether that many milliseconds can be waited for. */
export function isTime(milliseconds: number): boolean {
    return Number.isSafeInteger(milliseconds) && milliseconds >= 0 && milliseconds <= LONGEST_TIMER_MS;
}

/** What to do about a time that cannot be waited for. */
export const TIME_REMEDY = `give whole milliseconds from 0 to ${LONGEST_TIMER_MS}`;
