/**
 * Parses JSON as `JSON.parse` does, but an integer that a number does not hold exactly becomes a bigint: what Go and Java
 * write of 64 bits keeps all of its digits.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
    const value: unknown = JSON.parse(text);
    // Fewer digits always fit.
    if (!/\d{16}/.test(text)) return value;
    // JSON.parse tells no number's digits. Those of large integers go through it in strings, and each string says by its
    // first letter what it is.
    const marked = markTokens(text);
    return JSON.parse(marked, (_name, marked: unknown) => {
        if (typeof marked !== 'string') return marked;
        return marked.startsWith('n') ? BigInt(marked.slice(1)) : marked.slice(1);
    });
}

/** Where a string or a number begins, and where a number is over. */
const BEGIN = /["\d-]/g;
const BEHIND_NUMBER = /[^\d.eE+-]/g;
const COLON = /\s*:/y;

/** A scan, as a pattern for whole strings keeps a stack of their characters, which has no room for millions. */
function markTokens(text: string): string {
    const parts: string[] = [];
    let written = 0;
    for (let begin = find(BEGIN, text, 0); begin < text.length; begin = find(BEGIN, text, written)) {
        const isString = text.startsWith('"', begin);
        const end = isString ? behindString(text, begin) : find(BEHIND_NUMBER, text, begin);
        parts.push(text.slice(written, begin), markToken(text.slice(begin, end), isName(text, end)));
        written = end;
    }
    return parts.join('') + text.slice(written);
}

function markToken(token: string, isName: boolean): string {
    if (token.startsWith('"')) return isName ? token : `"s${token.slice(1)}`;
    return isLarge(token) ? `"n${token}"` : token;
}

/** Where the pattern fits next; the end of the text where it does not. */
function find(pattern: RegExp, text: string, from: number): number {
    pattern.lastIndex = from;
    return pattern.exec(text)?.index ?? text.length;
}

function isName(text: string, end: number): boolean {
    COLON.lastIndex = end;
    return COLON.test(text);
}

/** Where the string that begins here is over: behind a quote that no backslash escapes. */
function behindString(text: string, begin: number): number {
    let quote = text.indexOf('"', begin + 1);
    while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
    return quote + 1;
}

function isEscaped(text: string, at: number): boolean {
    let from = at;
    while (text.startsWith('\\', from - 1)) from -= 1;
    return (at - from) % 2 === 1;
}

function isLarge(token: string): boolean {
    return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
}

/** Writes what was parsed: bigints with all of their digits. */
export function writeParsed(value: unknown): string {
    if (typeof value === 'bigint') return String(value);
    if (Array.isArray(value)) return `[${value.map(writeParsed).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${writeParsed(member)}`);
    return `{${members.join(',')}}`;
}
