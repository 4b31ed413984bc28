import { ALL_BYTES, escapedSet, setSource, VERTICAL } from './pcre-bytes';

/** What expressions say of a place in the text, as JavaScript's look around says it. */

const START = '(?<![^])';
const END = '(?![^])';
const BEFORE_END = '(?=\\n?(?![^]))';
const WORD = setSource(escapedSet('w') ?? ALL_BYTES);
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NO_BOUNDARY = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;
export const LINE_END = `(?:\\r\\n|(?!\\r\\n)${setSource(VERTICAL)})`;

export const TEXT_PLACES = { '^': START, $: BEFORE_END };
/** No line begins behind the last line's end. */
export const LINE_PLACES = { '^': `(?:${START}|(?<=\\n)(?=[^]))`, $: `(?=\\n|${END})` };

/** What is true of a place, and cannot be repeated. */
export const PLACES: Readonly<Record<string, string>> = {
    A: START,
    G: START,
    Z: BEFORE_END,
    z: END,
    b: BOUNDARY,
    B: NO_BOUNDARY,
    // It changes what is matched, and not whether.
    K: '',
};
