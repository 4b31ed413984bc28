import { matchesPattern } from './matches-pattern';

/** How often what may be repeated without end is, beyond the least. */
const REPETITIONS = [0, 1, 3, 7, 15, 31, 63];

const LONGEST = 1000;

const CLASS_ESCAPES: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a' };
const CONTROL_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

/** What a class may be made of, in the order of what reads best. */
const ALPHABET = Array.from('aA1_-. @:/+,;!?#%&*=~$^|<>()[]{}\'"`\\').concat(
    Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
);

/**
 * Finds a text that a regular expression takes.
 * @param fits says whether a text will do otherwise, as by its length
 * @returns undefined where none is found: the expression looks around, or refers to itself
 */
export function textOfPattern(pattern: string, fits: (text: string) => boolean): string | undefined {
    try {
        const isTaken = (text: string): boolean => fits(text) && matchesPattern(pattern, text);
        return firstOf(REPETITIONS, (extra) => new PatternWriter(pattern, extra).write(), isTaken);
    } catch {
        // It is none, or none that is understood here, or one that grows too long.
        return undefined;
    }
}

/** Of what is made of the values, one after the other. */
function firstOf<T, R>(values: readonly T[], make: (value: T) => R, isTaken: (made: R) => boolean): R | undefined {
    for (const value of values) {
        const made = make(value);
        if (isTaken(made)) return made;
    }
    return undefined;
}

/** Writes a text by an expression: of alternatives the first, of repetitions the fewest. The caller tries if it fits. */
class PatternWriter {
    readonly #pattern: string;
    readonly #extra: number;
    #at = 0;

    constructor(pattern: string, extra: number) {
        this.#pattern = pattern;
        this.#extra = extra;
    }

    write(): string {
        const [first = ''] = this.#alternatives();
        if (this.#at < this.#pattern.length) throw new Error(`${this.#pattern} is not understood`);
        return first;
    }

    #alternatives(): string[] {
        const alternatives = [this.#sequence()];
        while (this.#take('|')) alternatives.push(this.#sequence());
        return alternatives;
    }

    #sequence(): string {
        let text = '';
        while (this.#at < this.#pattern.length && !['|', ')'].includes(this.#pattern[this.#at] ?? '')) {
            const atom = this.#atom();
            text += atom.repeat(this.#repetitions());
            if (text.length > LONGEST) throw new Error('the text grows too long');
        }
        return text;
    }

    #atom(): string {
        if (this.#take('(')) return this.#group();
        const character = this.#next();
        if (character === '^' || character === '$') return '';
        if (character === '.') return 'a';
        if (character === '[') return this.#oneOfClass();
        return character === '\\' ? this.#escape() : character;
    }

    #group(): string {
        const [head = ''] = /^\?(?::|<[A-Za-z_]\w*>)/.exec(this.#rest()) ?? [];
        this.#at += head.length;
        if (head === '' && this.#rest().startsWith('?')) throw new Error('it looks around');
        const [first = ''] = this.#alternatives();
        if (!this.#take(')')) throw new Error('a group has no end');
        return first;
    }

    #escape(): string {
        const character = this.#next();
        return CLASS_ESCAPES[character] ?? CONTROL_ESCAPES[character] ?? character;
    }

    /** The engine itself says what is in a class. */
    #oneOfClass(): string {
        const [source = ''] = /^(?:\\.|[^\]\\])*\]/u.exec(this.#rest()) ?? [];
        this.#at += source.length;
        const inClass = new RegExp(`^[${source}$`, 'u');
        const found = ALPHABET.find((character) => inClass.test(character));
        if (found === undefined) throw new Error(`nothing simple is in [${source}`);
        return found;
    }

    #repetitions(): number {
        const [all = '', sign, least, comma, most] = /^(?:([?*+])|\{(\d+)(,)?(\d+)?\})\??/.exec(this.#rest()) ?? [];
        this.#at += all.length;
        if (sign !== undefined) return this.#within(sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity);
        if (least === undefined) return 1;
        const unbounded = comma === undefined ? Number(least) : Infinity;
        return this.#within(Number(least), most === undefined ? unbounded : Number(most));
    }

    #within(least: number, most: number): number {
        return Math.min(least + this.#extra, most);
    }

    #take(character: string): boolean {
        if (this.#pattern[this.#at] !== character) return false;
        this.#at++;
        return true;
    }

    #next(): string {
        const character = this.#pattern[this.#at] ?? '';
        this.#at++;
        return character;
    }

    #rest(): string {
        return this.#pattern.slice(this.#at);
    }
}
