/** The longest time that a timer takes, 24 days: Node.js waits one millisecond in place of any longer one. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;
