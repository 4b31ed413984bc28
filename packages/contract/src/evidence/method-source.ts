/** A parameter as a method's source has it. */
export interface SourceParameter {
    readonly name: string;
    readonly hasDefault: boolean;
    readonly isRest: boolean;
}

/**
 * Reads the parameters off a function's source: `fn.length` stops at the first default, and neither names nor defaults
 * are to be had in another way. Reads as much of the language as parameters need: strings, templates, comments, nested
 * brackets. A `/` in a default divides: regular expressions are not known here.
 * @returns the parameters, or a sentence on what cannot be read
 */
export function parametersOf(method: NewableFunction): SourceParameter[] | string {
    const source = Function.prototype.toString.call(method);
    if (source.includes('[native code]')) return 'its source is not available: it is a bound or a native function';
    const pieces = parameterList(source);
    if (pieces === undefined) return 'its source is not understood';
    const parameters = pieces.map(parameterOf);
    const failure = parameters.find((parameter) => typeof parameter === 'string');
    return failure ?? parameters.filter((parameter) => typeof parameter !== 'string');
}

function parameterOf(source: string): SourceParameter | string {
    const match = /^(\.\.\.)?\s*([\p{ID_Start}_$][\p{ID_Continue}$\u200c\u200d]*)\s*(=?)/u.exec(source);
    const [whole, dots, name, equals] = match ?? [];
    const rest = source.slice(whole?.length ?? 0);
    if (name === undefined || (equals === '' && rest !== ''))
        return `the parameter \`${source.slice(0, 40)}\` has no name: destructure it in the method's body`;
    return { name, hasDefault: equals === '=', isRest: dots === '...' };
}

/** The source of each parameter, without comments. */
function parameterList(source: string): string[] | undefined {
    const scanner = new Scanner(source);
    // An arrow function with one bare parameter.
    const bare = /^(?:async\s+)?([\p{ID_Start}_$][\p{ID_Continue}$]*)\s*=>/u.exec(source);
    if (bare !== null) return [bare[1] ?? ''];
    // A computed name stands in brackets of its own kind, so the first round one at the top opens the parameters.
    if (!scanner.findOpening()) return undefined;
    return scanner.list();
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

class Scanner {
    readonly #source: string;
    #at = 0;

    constructor(source: string) {
        this.#source = source;
    }

    findOpening(): boolean {
        while (this.#at < this.#source.length && this.#source[this.#at] !== '(') this.#next();
        this.#at += 1;
        return this.#at < this.#source.length;
    }

    /** Splits at the commas up to the closing bracket. */
    list(): string[] | undefined {
        const pieces: string[] = [];
        do {
            const piece = this.#piece();
            if (piece !== '') pieces.push(piece);
            this.#at += 1;
        } while (this.#source[this.#at - 1] === ',');
        return this.#source[this.#at - 1] === ')' ? pieces : undefined;
    }

    #piece(): string {
        let piece = '';
        while (this.#at < this.#source.length && !/[,)]/.test(this.#source[this.#at] ?? '')) piece += this.#next();
        return piece.trim();
    }

    /** One token, if strings, templates, and all that stands in brackets are one; '' for a comment. */
    #next(): string {
        const start = this.#at;
        const character = this.#source[start] ?? '';
        const comment = /\/\*[^]*?\*\/|\/\/.*/y;
        comment.lastIndex = start;
        if (comment.test(this.#source)) {
            this.#at = comment.lastIndex;
            return '';
        }
        this.#at += 1;
        const close = CLOSING[character];
        if (close !== undefined) this.#skipTo(close);
        else if (character === "'" || character === '"') this.#skipString(character);
        else if (character === '`') this.#skipTemplate();
        return this.#source.slice(start, this.#at);
    }

    #skipTo(close: string): void {
        while (this.#at < this.#source.length && this.#source[this.#at] !== close) this.#next();
        this.#at += 1;
    }

    #skipString(quote: string): void {
        while (this.#at < this.#source.length && this.#source[this.#at] !== quote)
            this.#at += this.#source[this.#at] === '\\' ? 2 : 1;
        this.#at += 1;
    }

    #skipTemplate(): void {
        while (this.#at < this.#source.length && this.#source[this.#at] !== '`') {
            const isHole = this.#source.startsWith('${', this.#at);
            this.#at += isHole || this.#source[this.#at] === '\\' ? 2 : 1;
            if (isHole) this.#skipTo('}');
        }
        this.#at += 1;
    }
}
