import { exactNumber } from '../scalars/number-scalar';

/** A value as JSON has it. Objects keep their members in order, and `__proto__` is a name like any other. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject | InexactNumber;

export class JsonObject {
    readonly names: readonly string[];
    readonly values: readonly Json[];
    /** Where it was read so that its members' texts can be kept. */
    readonly #source: MemberSource | undefined;

    constructor(names: readonly string[], values: readonly Json[], source?: MemberSource) {
        this.names = names;
        this.values = values;
        this.#source = source;
    }

    /** The very text of a member's value; undefined where the text was not to be kept. */
    textOf(index: number): string | undefined {
        return this.#source?.text.slice(this.#source.starts[index], this.#source.ends[index]);
    }

    /** The same without some members. */
    without(isLeftOut: (name: string) => boolean): JsonObject {
        const kept = this.names.flatMap((name, index) => (isLeftOut(name) ? [] : index));
        const pick = <T>(list: readonly T[]): T[] => kept.flatMap((index) => list[index] as T); // all lists are as long
        const source = this.#source && {
            text: this.#source.text,
            starts: pick(this.#source.starts),
            ends: pick(this.#source.ends),
        };
        return new JsonObject(
            pick(this.names),
            kept.map((index) => this.values[index] ?? null),
            source,
        );
    }

    /** The same with more members, which have no text. */
    with(names: readonly string[], values: readonly Json[]): JsonObject {
        return new JsonObject([...this.names, ...names], [...this.values, ...values], this.#source);
    }
}

/** Where the values of members stand in a text. */
interface MemberSource {
    readonly text: string;
    readonly starts: readonly number[];
    readonly ends: readonly number[];
}

/** While it is read. */
interface FilledSource extends MemberSource {
    readonly starts: number[];
    readonly ends: number[];
}

/** A number that no double holds. Only rows of the ledger may have one, in members that the reader does not know. */
export class InexactNumber {
    readonly text: string;

    constructor(text: string) {
        this.text = text;
    }

    toString(): string {
        return this.text;
    }

    valueOf(): number {
        return Number(this.text);
    }
}

/** Text that is not JSON, or JSON that two readers may understand differently. The message has the position, from 1. */
export class JsonSyntaxError extends Error {
    constructor(problem: string, position: number) {
        super(`${problem} at character ${position + 1}`);
        this.name = 'JsonSyntaxError';
    }
}

/** How deep JSON may be nested, when it is read and when it is written. */
export const DEEPEST_NESTING = 100;
/** Objects with more members look their names up in a set, so that reading stays linear. */
const FEW_MEMBERS = 8;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORDS = new Map<string, boolean | null>([
    ['true', true],
    ['false', false],
    ['null', null],
]);
const ESCAPES = new Map(
    Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/**
 * Reads JSON more strictly than JSON.parse does, in one pass: a name that occurs twice in an object, nesting beyond 100,
 * numbers that a double does not hold (integers beyond 2^53 - 1, overflow, underflow) and lone surrogates are refused,
 * since two readers could understand them differently.
 * @throws JsonSyntaxError
 */
export function readJson(text: string): Json {
    return new JsonReader(text).read();
}

/**
 * Reads JSON of a row, whose members need not all be known: those that are not are kept by their text, so numbers that a
 * double does not hold are no mistake in them.
 * @throws JsonSyntaxError
 */
export function readRowJson(text: string): Json {
    return new JsonReader(text, true).read();
}

/** The state of one reading. `steps` counts characters looked at, for the test that reading is linear. */
export class JsonReader {
    steps = 0;
    readonly #text: string;
    readonly #isRow: boolean;
    #at = 0;
    #depth = 0;

    constructor(text: string, isRow = false) {
        this.#text = text;
        this.#isRow = isRow;
    }

    read(): Json {
        const value = this.#value();
        this.#skipSpace();
        if (this.#at < this.#text.length) throw this.#unexpected('the end');
        return value;
    }

    #value(): Json {
        this.#skipSpace();
        const code = this.#text.charCodeAt(this.#at);
        if (code === QUOTE) return this.#string();
        if (code === 0x7b || code === 0x5b) return this.#nested(code === 0x7b);
        return code === 0x2d || (code >= 0x30 && code <= 0x39) ? this.#number() : this.#word();
    }

    #nested(isObject: boolean): Json {
        this.#depth += 1;
        if (this.#depth > DEEPEST_NESTING)
            throw new JsonSyntaxError(`nesting deeper than ${DEEPEST_NESTING}`, this.#at);
        this.#advance(1);
        const value = isObject ? this.#object() : this.#array();
        this.#depth -= 1;
        return value;
    }

    #object(): JsonObject {
        const names: string[] = [];
        const values: Json[] = [];
        const source = this.#newSource();
        let seen: Set<string> | undefined;
        if (this.#ends(0x7d)) return new JsonObject(names, values, source);
        do {
            this.#skipSpace();
            const start = this.#at;
            if (this.#text.charCodeAt(start) !== QUOTE) throw this.#unexpected('a name in double quotes');
            const name = this.#string();
            if (seen === undefined ? this.#isAmong(names, name) : seen.has(name)) throw this.#duplicate(name, start);
            names.push(name);
            if (seen !== undefined) seen.add(name);
            else if (names.length > FEW_MEMBERS) seen = new Set(names);
            this.#expect(0x3a, '":"');
            values.push(source === undefined ? this.#value() : this.#valueWithin(source));
        } while (this.#continues(0x7d, '"," or "}"'));
        return new JsonObject(names, values, source);
    }

    #newSource(): FilledSource | undefined {
        return this.#isRow ? { text: this.#text, starts: [], ends: [] } : undefined;
    }

    #valueWithin({ starts, ends }: FilledSource): Json {
        this.#skipSpace();
        starts.push(this.#at);
        const value = this.#value();
        ends.push(this.#at);
        return value;
    }

    #isAmong(names: readonly string[], name: string): boolean {
        this.steps += names.length;
        return names.includes(name);
    }

    #array(): Json[] {
        const values: Json[] = [];
        if (this.#ends(0x5d)) return values;
        do values.push(this.#value());
        while (this.#continues(0x5d, '"," or "]"'));
        return values;
    }

    #string(): string {
        const text = this.#text;
        const start = this.#at + 1;
        for (let at = start; at < text.length; at += 1) {
            const code = text.charCodeAt(at);
            if (code === QUOTE) {
                this.#advance(at + 1 - this.#at);
                return text.slice(start, at);
            }
            if (code === BACKSLASH) {
                this.#advance(at - this.#at);
                return this.#stringWithEscapes(start);
            }
            if (code < SPACE) throw new JsonSyntaxError('a control character that is not escaped', at);
        }
        throw new JsonSyntaxError('a string that does not end', start - 1);
    }

    /** Goes on with a string at its first escape. */
    #stringWithEscapes(start: number): string {
        const text = this.#text;
        const parts: string[] = [];
        let from = start;
        let at = this.#at;
        for (; at < text.length && text.charCodeAt(at) !== QUOTE; at += 1) {
            if (text.charCodeAt(at) < SPACE) throw new JsonSyntaxError('a control character that is not escaped', at);
            if (text.charCodeAt(at) !== BACKSLASH) continue;
            parts.push(text.slice(from, at), this.#escape(at));
            at += text[at + 1] === 'u' ? 5 : 1;
            from = at + 1;
        }
        if (at >= text.length) throw new JsonSyntaxError('a string that does not end', start - 1);
        this.#advance(at + 1 - this.#at);
        const value = parts.join('') + text.slice(from, at);
        if (/\p{Surrogate}/u.test(value)) throw new JsonSyntaxError('half of a surrogate pair', start - 1);
        return value;
    }

    #escape(at: number): string {
        const text = this.#text;
        const letter = text[at + 1] ?? '';
        const plain = ESCAPES.get(letter);
        if (plain !== undefined) return plain;
        const digits = text.slice(at + 2, at + 6);
        if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) throw new JsonSyntaxError('an unknown escape', at);
        return String.fromCharCode(parseInt(digits, 16));
    }

    #number(): number | InexactNumber {
        return this.#smallInteger() ?? this.#anyNumber();
    }

    /** What most numbers are: up to 15 digits and nothing else. */
    #smallInteger(): number | undefined {
        const text = this.#text;
        const start = this.#at;
        if (text.charCodeAt(start) === 0x30) return undefined;
        let value = 0;
        for (let at = start; at < start + 16; at += 1) {
            const code = text.charCodeAt(at);
            const isDigit = code >= 0x30 && code <= 0x39;
            if (isDigit) value = value * 10 + (code - 0x30);
            if (isDigit) continue;
            if (at === start || isPartOfNumber(code)) return undefined;
            this.#advance(at - start);
            return value;
        }
        return undefined;
    }

    #anyNumber(): number | InexactNumber {
        NUMBER.lastIndex = this.#at;
        const token = NUMBER.exec(this.#text)?.[0];
        const after = token === undefined ? NaN : this.#text.charCodeAt(this.#at + token.length);
        // 01, 1.x and the like: what looks like a number goes on where the grammar has ended it.
        if (token === undefined || isPartOfNumber(after)) throw new JsonSyntaxError('a malformed number', this.#at);
        const value = exactNumber(token);
        if (typeof value === 'string' && !this.#isRow) throw new JsonSyntaxError(value, this.#at);
        this.#advance(token.length);
        return typeof value === 'string' ? new InexactNumber(token) : value;
    }

    #word(): boolean | null {
        for (const [word, value] of WORDS) {
            if (!this.#text.startsWith(word, this.#at)) continue;
            this.#advance(word.length);
            return value;
        }
        throw this.#unexpected('a value');
    }

    #skipSpace(): void {
        for (;;) {
            const code = this.#text.charCodeAt(this.#at);
            if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
            this.#advance(1);
        }
    }

    #ends(close: number): boolean {
        this.#skipSpace();
        if (this.#text.charCodeAt(this.#at) !== close) return false;
        this.#advance(1);
        return true;
    }

    #continues(close: number, expected: string): boolean {
        if (this.#ends(close)) return false;
        this.#expect(0x2c, expected);
        return true;
    }

    #expect(code: number, expected: string): void {
        this.#skipSpace();
        if (this.#text.charCodeAt(this.#at) !== code) throw this.#unexpected(expected);
        this.#advance(1);
    }

    #advance(characters: number): void {
        this.#at += characters;
        this.steps += characters;
    }

    #duplicate(name: string, at: number): JsonSyntaxError {
        return new JsonSyntaxError(`the name ${JSON.stringify(name.slice(0, 40))} twice in one object`, at);
    }

    #unexpected(expected: string): JsonSyntaxError {
        const found = this.#text.codePointAt(this.#at);
        const shown = found === undefined ? 'the end' : JSON.stringify(String.fromCodePoint(found));
        return new JsonSyntaxError(`${shown} instead of ${expected}`, this.#at);
    }
}

function isPartOfNumber(code: number): boolean {
    return (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2b || code === 0x2d || (code | 0x20) === 0x65;
}
