import { legacySetting } from '@heddle/contract/internal';

/**
 * Refuses a decorator that is called by the TC39 standard: it could record nothing of what it says.
 * @throws TypeError that says what to set in the compiler
 */
export function refuseStandard(decorator: string, second: unknown): void {
    if (typeof second !== 'object' || second === null || !('kind' in second)) return;
    const setting = legacySetting(new Error().stack ?? '');
    throw new TypeError(`@${decorator} is called as a standard (TC39) decorator, which has no effect: ${setting}`);
}
