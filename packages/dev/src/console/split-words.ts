import { ConfigurationError } from 'heddle/command';

/** A word of a line, and where it begins. */
export interface Word {
    readonly text: string;
    readonly start: number;
    /** Whether it is in quotes, and these are not closed. */
    readonly isOpen: boolean;
}

/** A quoted text, or what needs no quotes; JSON needs none as long as it has no blank outside of its own quotes. */
const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"' };
const BRACKETS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * Splits a line into words, as a shell does, but with JSON left alone: `submit createAsset {"id": "a1"}` has three words.
 * Quotes at the beginning of a word hold it together and are no part of it.
 *
 * @throws ConfigurationError where quotes or brackets are not closed
 */
export function splitWords(line: string): string[] {
    return wordsOf(line).map(({ text, isOpen }) => {
        if (isOpen) throw new ConfigurationError(`${text} is not closed: close its quotes or brackets`);
        return text;
    });
}

/** The same for a line that is still being typed. */
export function wordsOf(line: string): Word[] {
    const words: Word[] = [];
    for (let at = 0; at < line.length;) {
        if (/\s/.test(line[at] ?? '')) at++;
        else {
            const { word, end } = readWord(line, at);
            words.push(word);
            at = end;
        }
    }
    return words;
}

function readWord(line: string, start: number): { readonly word: Word; readonly end: number } {
    const first = line[start] ?? '';
    const quote = QUOTES[first];
    if (quote !== undefined) return readQuoted(line, start, quote);
    if (BRACKETS[first] !== undefined) return readJson(line, start);
    const [text = ''] = /^\S+/.exec(line.slice(start)) ?? [];
    return { word: { text, start, isOpen: false }, end: start + text.length };
}

function readQuoted(line: string, start: number, quote: string): { readonly word: Word; readonly end: number } {
    const end = line.indexOf(quote, start + 1);
    const text = line.slice(start + 1, end < 0 ? undefined : end);
    return { word: { text, start, isOpen: end < 0 }, end: end < 0 ? line.length : end + 1 };
}

/** From a bracket to the one that closes it; brackets in strings do not count. */
function readJson(line: string, start: number): { readonly word: Word; readonly end: number } {
    const open: string[] = [];
    for (const { index, 0: token } of line.slice(start).matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]]/g)) {
        const closing = BRACKETS[token];
        if (closing !== undefined) open.push(closing);
        else if (open.at(-1) === token) open.pop();
        if (open.length > 0 || token.startsWith('"')) continue;
        const end = start + index + 1;
        return { word: { text: line.slice(start, end), start, isOpen: false }, end };
    }
    return { word: { text: line.slice(start), start, isOpen: true }, end: line.length };
}
