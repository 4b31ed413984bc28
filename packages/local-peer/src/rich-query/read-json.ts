import { type Json, WholeFloat } from './json';

/**
 * Reads the first JSON value of a text, and keeps the form of its numbers (Go's json.Decoder with UseNumber, which a peer
 * hands queries to CouchDB with): what is behind the value is not looked at.
 * @throws Error where it is no JSON
 */
export function readJson(text: string): Json {
    return new JsonReader(text).value();
}

const SPACE = /[ \t\r\n]*/y;
const LITERAL = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// Everything but a quote, a backslash that escapes nothing, and control characters.
// eslint-disable-next-line no-control-regex -- JSON forbids them in strings.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERALS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };

class JsonReader {
    readonly #text: string;
    #at = 0;

    constructor(text: string) {
        this.#text = text;
    }

    value(): Json {
        this.#take(SPACE);
        switch (this.#text.charAt(this.#at)) {
            case '{':
                return this.#object();
            case '[':
                return this.#list();
            case '"':
                return this.#string();
            default:
                return this.#scalar();
        }
    }

    #object(): Json {
        const properties: [string, Json][] = [];
        this.#items('}', () => {
            this.#take(SPACE);
            const name = this.#string();
            this.#take(SPACE);
            this.#expect(':');
            properties.push([name, this.value()]);
        });
        return Object.fromEntries(properties);
    }

    #list(): Json {
        const items: Json[] = [];
        this.#items(']', () => items.push(this.value()));
        return items;
    }

    #items(end: string, read: () => void): void {
        this.#at++;
        this.#take(SPACE);
        if (this.#text[this.#at] === end) {
            this.#at++;
            return;
        }
        for (;;) {
            read();
            this.#take(SPACE);
            if (this.#text[this.#at] === end) break;
            this.#expect(',');
        }
        this.#at++;
    }

    /** Halves of characters are replaced, as Go does. */
    #string(): string {
        const text = this.#take(STRING)?.[0];
        if (text === undefined) throw this.#unexpected();
        return (JSON.parse(text) as string).toWellFormed();
    }

    #scalar(): Json {
        const literal = this.#take(LITERAL)?.[0];
        if (literal !== undefined) return LITERALS[literal] ?? null;
        const [text, fraction, exponent] = this.#take(NUMBER) ?? [];
        if (text === undefined || text === '') throw this.#unexpected();
        return toNumber(text, fraction === undefined && exponent === undefined);
    }

    #expect(sign: string): void {
        if (this.#text[this.#at] !== sign) throw this.#unexpected();
        this.#at++;
    }

    #take(what: RegExp): RegExpExecArray | undefined {
        what.lastIndex = this.#at;
        const match = what.exec(this.#text);
        if (match === null) return undefined;
        this.#at += match[0].length;
        return match;
    }

    /** In Go's words. */
    #unexpected(): Error {
        const sign = this.#text.codePointAt(this.#at);
        if (sign === undefined) return new Error(this.#text.trim() === '' ? 'EOF' : 'unexpected EOF');
        return new Error(`invalid character '${String.fromCodePoint(sign)}' at position ${this.#at}`);
    }
}

function toNumber(text: string, isWhole: boolean): Json {
    const value = Number(text);
    if (!isWhole) return Number.isInteger(value) ? new WholeFloat(value) : value;
    return Number.isSafeInteger(value) ? value + 0 : BigInt(text);
}
