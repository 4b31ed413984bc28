/** One thing that is wrong with a value. */
export interface Failure {
    /** Where, such as `order.lines[2].amount`. */
    readonly path: string;
    /** A sentence that begins with the path. */
    readonly message: string;
    /** The rule that was broken: `type`, `missing`, `unknown`, or a validator's name such as `isInt`. */
    readonly constraint: string;
}

/** Where a value is, as a chain that is only made a text of when something is wrong there. */
export interface Place {
    readonly parent: Place | undefined;
    readonly key: string | number;
}

/** Failures that are kept. Those beyond are counted: a hostile argument must not become a larger answer. */
const KEPT_FAILURES = 1_000;
const LONGEST_MESSAGE = 500;
const LONGEST_PATH = 200;
const LONGEST_QUOTE = 40;

/** Gathers what is wrong with a call, and counts the work done, so that tests can see that it is linear. */
export class Failures {
    readonly list: Failure[] = [];
    count = 0;
    /** How many validators were run. */
    validatorsRun = 0;

    add(place: Place | undefined, sentence: string, constraint: string): void {
        this.count += 1;
        if (this.list.length >= KEPT_FAILURES) return;
        const path = pathOf(place);
        this.list.push({ path, message: clip(`${path} ${sentence}`.trimStart(), LONGEST_MESSAGE), constraint });
    }

    /** Adds what class-validator says of a property; its texts begin with the property's bare name, as a rule. */
    addVerdict(place: Place, text: string, constraint: string): void {
        const property = String(place.key);
        const inSentence = text.startsWith(`${property} `);
        this.add(place, inSentence ? text.slice(property.length + 1) : `is refused: ${text}`, constraint);
    }
}

/** `a.b[2]["odd key"]`. */
export function pathOf(place: Place | undefined): string {
    const keys: (string | number)[] = [];
    for (let at = place; at !== undefined; at = at.parent) keys.unshift(at.key);
    const path = keys.map((key, index) => segment(key, index === 0)).join('');
    // The end says where it is; names and depth are the client's.
    return path.length <= LONGEST_PATH ? path : `…${path.slice(1 - LONGEST_PATH)}`;
}

function segment(key: string | number, first: boolean): string {
    if (typeof key === 'number') return `[${key}]`;
    const isName = key.length <= LONGEST_QUOTE && /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key);
    if (!isName) return `[${quote(key)}]`;
    return first ? key : `.${key}`;
}

/** A value as a message may show it: on one line and at most 40 characters long, besides its quotes. */
export function quote(value: unknown): string {
    return typeof value === 'string' ? quoteText(value, LONGEST_QUOTE) : clip(String(value), LONGEST_QUOTE);
}

/** Escapes take room as well. */
function quoteText(text: string, length: number): string {
    const quoted = JSON.stringify(clip(text, length));
    return quoted.length <= LONGEST_QUOTE + 2 ? quoted : quoteText(text, length - 1);
}

function clip(text: string, length: number): string {
    if (text.length <= length) return text;
    // Not through the middle of a character that takes two units.
    const end = /[\uD800-\uDBFF]/.test(text.charAt(length - 2)) ? length - 2 : length - 1;
    return `${text.slice(0, end)}…`;
}
