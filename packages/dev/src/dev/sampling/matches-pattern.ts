import { createContext, Script } from 'node:vm';

/** Milliseconds. An expression that needs more for so short a text backtracks without end, as `^(\w+)+$` does. */
const LONGEST = 100;

const test = new Script('new RegExp(pattern, "u").test(text)');

/**
 * Whether a text matches a regular expression of somebody else's contract. One that takes longer than a tenth of a second is
 * ended and counts as no match: without that end, `heddle dev` would stand still before its first line.
 */
export function matchesPattern(pattern: string, text: string): boolean {
    const asked = { __proto__: null, pattern, text };
    try {
        // Nothing but another context can be ended in the middle of an expression.
        return test.runInContext(createContext(asked), { timeout: LONGEST }) === true;
    } catch {
        return false;
    }
}
