/** Deeper, or with more tokens, JSON is shown as the text that it is. */
const DEEPEST = 64;
const MOST_TOKENS = 20_000;

export type TokenKind = 'name' | 'string' | 'number' | 'word' | 'mark';

export interface Token {
    readonly kind: TokenKind;
    /** As it was written: digits, escapes and all. */
    readonly text: string;
}

export interface JsonLine {
    readonly depth: number;
    readonly tokens: readonly Token[];
}

/** A string, a number, a word or a mark, with the white space before it. What JSON forbids in strings is looked at apart. */
const TOKEN =
    /[ \t\n\r]*(?:("(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:]))/uy;
const WHITE_SPACE = new Set([' ', '\t', '\n', '\r']);

/**
 * Lays JSON out, a line for each member, without reading it into values: digits, order of members and names that are
 * there twice stay as they were written.
 * @returns undefined for what is no JSON, and for JSON that is deeper or larger than one can look at
 */
export function jsonLines(text: string): JsonLine[] | undefined {
    const tokens = tokensOf(text);
    if (tokens === undefined) return undefined;
    return new Layout(tokens).lines();
}

/** All tokens, or undefined where the text is no sequence of them. */
function tokensOf(text: string): Token[] | undefined {
    const tokens: Token[] = [];
    const end = endOf(text);
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < end) {
        const match = TOKEN.exec(text);
        if (match === null || tokens.length === MOST_TOKENS) return undefined;
        const token = tokenOf(match);
        if (token.kind === 'string' && hasControl(token.text)) return undefined;
        tokens.push(token);
    }
    return tokens.length === 0 ? undefined : tokens;
}

function tokenOf([, string, number, word, mark = '']: RegExpExecArray): Token {
    if (string !== undefined) return { kind: 'string', text: string };
    if (number !== undefined) return { kind: 'number', text: number };
    return word === undefined ? { kind: 'mark', text: mark } : { kind: 'word', text: word };
}

/** Where the white space at the end begins: JSON has four characters of it, JavaScript more. */
function endOf(text: string): number {
    let end = text.length;
    while (WHITE_SPACE.has(text.charAt(end - 1))) end--;
    return end;
}

/** Whether a string has what JSON wants escaped: U+0000 to U+001F, and no other controls. */
function hasControl(string: string): boolean {
    for (let index = 0; index < string.length; index++) if (string.charCodeAt(index) < 0x20) return true;
    return false;
}

type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

/** Checks the order of tokens without recursion, and puts them into lines. */
class Layout {
    readonly #tokens: readonly Token[];
    readonly #lines: { depth: number; tokens: Token[] }[] = [];
    readonly #open: ('{' | '[')[] = [];
    #expected: Expected = 'value';

    constructor(tokens: readonly Token[]) {
        this.#tokens = tokens;
    }

    lines(): JsonLine[] | undefined {
        this.#newLine();
        for (const token of this.#tokens) if (!this.#take(token)) return undefined;
        return this.#expected === 'nothing' ? this.#lines : undefined;
    }

    #take(token: Token): boolean {
        if (token.kind !== 'mark') return this.#takeScalar(token);
        switch (token.text) {
            case '{':
            case '[':
                return this.#takeStart(token, token.text);
            case '}':
                return this.#takeEnd(token, '{');
            case ']':
                return this.#takeEnd(token, '[');
            case ',':
                return this.#takeComma(token);
            default:
                return this.#takeColon();
        }
    }

    #takeScalar(token: Token): boolean {
        if (this.#expected.startsWith('name')) {
            if (token.kind !== 'string') return false;
            this.#lineOfMember();
            this.#add({ kind: 'name', text: token.text });
            this.#expected = 'colon';
            return true;
        }
        if (!this.#expected.startsWith('value')) return false;
        this.#lineOfElement();
        this.#add(token);
        this.#ended();
        return true;
    }

    #takeStart(token: Token, mark: '{' | '['): boolean {
        if (!this.#expected.startsWith('value') || this.#open.length >= DEEPEST) return false;
        this.#lineOfElement();
        this.#add(token);
        this.#open.push(mark);
        this.#expected = mark === '{' ? 'name or end' : 'value or end';
        return true;
    }

    #takeEnd(token: Token, mark: '{' | '['): boolean {
        if (!this.#expected.endsWith('or end') || this.#open.at(-1) !== mark) return false;
        const isEmpty = this.#expected !== 'comma or end';
        this.#open.pop();
        if (!isEmpty) this.#newLine();
        this.#add(token);
        this.#ended();
        return true;
    }

    #takeComma(token: Token): boolean {
        if (this.#expected !== 'comma or end') return false;
        this.#add(token);
        this.#expected = this.#open.at(-1) === '{' ? 'name' : 'value';
        return true;
    }

    #takeColon(): boolean {
        if (this.#expected !== 'colon') return false;
        this.#add({ kind: 'mark', text: ': ' });
        this.#expected = 'value';
        return true;
    }

    #lineOfMember(): void {
        this.#newLine();
    }

    /** Elements of arrays have lines of their own; values of members stand behind their names. */
    #lineOfElement(): void {
        if (this.#open.at(-1) === '[') this.#newLine();
    }

    #ended(): void {
        this.#expected = this.#open.length === 0 ? 'nothing' : 'comma or end';
    }

    #newLine(): void {
        this.#lines.push({ depth: this.#open.length, tokens: [] });
    }

    #add(token: Token): void {
        this.#lines.at(-1)?.tokens.push(token);
    }
}

/** One line of JSON as text, without its depth. */
export function textOf({ tokens }: JsonLine): string {
    return tokens.map(({ text }) => text).join('');
}
