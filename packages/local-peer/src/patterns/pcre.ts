import { BoundedPattern } from './bounded-pattern';
import { PatternReader } from './pcre-reader';
import { PatternInvalid } from './pcre-text';

/**
 * Expressions of PCRE, without its unicode mode, on texts by their UTF-8 bytes: those that CouchDB takes for `$regex`
 * (Erlang's `re`, PCRE 8.44). They are written anew in JavaScript's, for texts that have a character for each byte. What
 * JavaScript cannot express is refused by its name.
 */

/** The last one is asked for again and again while documents are read. */
let last: { readonly pattern: string; readonly compiled: BoundedPattern | undefined } | undefined;

/**
 * Undefined where PCRE does not take it.
 * @throws PatternUnsupported where PCRE takes it, and JavaScript cannot
 */
export function compilePattern(pattern: string): BoundedPattern | undefined {
    if (last?.pattern !== pattern) last = { pattern, compiled: compile(pattern) };
    return last.compiled;
}

function compile(pattern: string): BoundedPattern | undefined {
    try {
        return new BoundedPattern(pattern, new PatternReader(pattern).read());
    } catch (error) {
        if (error instanceof PatternInvalid) return undefined;
        throw error;
    }
}
