import { type Context, createContext, Script } from 'node:vm';
import { choicesOf } from './pattern-choices';
import type { PatternTime } from './pattern-time';

/** CouchDB takes about as long before it gives up (Erlang's `re`, match_limit of ten million steps). */
const LONGEST_MS = 500;
/** Steps that are done in far less time than that. */
const FEW_STEPS = 1_000_000;

/**
 * An expression that cannot hold the process: one that goes back and forth without end, as `^(\w+)+$` does, is ended.
 * Most cannot do that, and are matched without more ado; to be able to end one costs a tenth of a millisecond.
 */
export class BoundedPattern {
    readonly #pattern: string;
    readonly #expression: RegExp;
    readonly #choices: number;

    /**
     * @param pattern as the query has it, for messages
     * @param source the same in JavaScript's words
     */
    constructor(pattern: string, source: string) {
        this.#pattern = pattern;
        this.#expression = new RegExp(source);
        this.#choices = choicesOf(source);
    }

    /**
     * @param time what the query has left, of which a slow match takes
     * @throws PatternTooSlow
     */
    test(text: string, time: PatternTime): boolean {
        // Each choice is made anew at each place, and so is the beginning.
        const mostSteps = (text.length + 1) ** (this.#choices + 1);
        return mostSteps <= FEW_STEPS ? this.#expression.test(text) : this.#testInTime(text, time);
    }

    #testInTime(text: string, time: PatternTime): boolean {
        const most = Math.min(LONGEST_MS, time.left);
        const before = performance.now();
        const isMatch = most > 0 ? testFor(most, this.#expression, text) : undefined;
        time.use(performance.now() - before);
        if (isMatch !== undefined) return isMatch;
        const why = most === LONGEST_MS ? slowOnValue(text.length) : slowInAll(time.longest);
        throw new PatternTooSlow({ pattern: this.#pattern, why, fields: [] });
    }
}

function slowOnValue(bytes: number): string {
    return (
        `took longer than ${LONGEST_MS} ms on a value of ${bytes} bytes, and was ended: CouchDB gives up on it as well, and ` +
        'takes the value for one that does not match'
    );
}

function slowInAll(longest: number): string {
    return `took longer than ${longest} ms on all values of one query, and was ended: it is slow on each of many`;
}

interface WhatWasEnded {
    /** As the query has it. */
    readonly pattern: string;
    /** As a part of the message. */
    readonly why: string;
    /** Those that it is in, the outermost first. */
    readonly fields: readonly string[];
}

/** An expression was ended. */
export class PatternTooSlow extends Error {
    readonly #what: WhatWasEnded;

    constructor(what: WhatWasEnded) {
        const { pattern, why, fields } = what;
        super(
            `the $regex ${JSON.stringify(pattern)} of field '${fields.join('.')}' ${why}; write it without a repetition ` +
                'inside of another one',
        );
        this.#what = what;
    }

    /** The same in a field of that name. */
    within(field: string): PatternTooSlow {
        return new PatternTooSlow({ ...this.#what, fields: [field, ...this.#what.fields] });
    }
}

const script = new Script('expression.test(text)');
let context: Context | undefined;

/**
 * Undefined where it was ended. Nothing but another context can be ended in the middle of an expression.
 * @param longest milliseconds
 */
function testFor(longest: number, expression: RegExp, text: string): boolean | undefined {
    context ??= createContext({ __proto__: null });
    Object.assign(context, { expression, text });
    try {
        return script.runInContext(context, { timeout: Math.ceil(longest) }) === true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
        return undefined;
    }
}
