import { ALL_BYTES, bothCases, byteSet, complement } from './pcre-bytes';
import { readClass, readEscape } from './pcre-escapes';
import { type Atom, concatenate, EMPTY, fixed, join, one, type Part, repeatable } from './pcre-part';
import { LINE_END, LINE_PLACES, PLACES, TEXT_PLACES } from './pcre-places';
import { isRepetition, readRepetition, repeat } from './pcre-repetition';
import { PatternInvalid, PatternText, PatternUnsupported } from './pcre-text';

/** How letters and dots are read, until the end of the group. */
interface Modes {
    i: boolean;
    m: boolean;
    s: boolean;
    x: boolean;
}

/** Where a part stands. */
interface Place {
    readonly modes: Modes;
    /** Groups that have taken part if this place is reached: others match nothing, which JavaScript sees otherwise. */
    certain: Set<number>;
    /** JavaScript matches what is looked for behind from its end. */
    readonly isBehind: boolean;
}

/**
 * Reads an expression and writes it anew.
 * @throws PatternInvalid, PatternUnsupported
 */
export class PatternReader {
    readonly #text: PatternText;
    readonly #groups: number;
    readonly #names = new Map<string, number>();
    #opened = 0;
    #atomic = 0;

    constructor(pattern: string) {
        this.#text = new PatternText(pattern);
        this.#groups = countGroups(this.#text.text);
    }

    read(): string {
        const modes = { i: false, m: false, s: false, x: false };
        const { source } = join(this.#alternatives({ modes, certain: new Set(), isBehind: false }));
        if (!this.#text.isAtEnd) throw new PatternInvalid();
        return source;
    }

    /** Up to the group's end. */
    #alternatives(place: Place): Part[] {
        const parts: Part[] = [];
        const before = new Set(place.certain);
        const certain: Set<number>[] = [];
        do {
            place.certain = new Set(before);
            parts.push(this.#sequence(place));
            certain.push(place.certain);
        } while (this.#text.skip('|'));
        const [first = before, ...others] = certain;
        place.certain = new Set([...first].filter((group) => others.every((other) => other.has(group))));
        return parts;
    }

    #sequence(place: Place): Part {
        const parts: Part[] = [];
        for (;;) {
            this.#skipIgnored(place.modes);
            if (this.#text.isAtEnd || /[|)]/.test(this.#text.next)) break;
            parts.push(this.#repeated(place));
        }
        return concatenate(parts);
    }

    #skipIgnored({ x }: Modes): void {
        while (
            this.#text.match(/\(\?#[^)]*\)|\\E/y) !== undefined ||
            (x && this.#text.match(/[ \t\n\v\f\r]+|#[^\n]*(?:\n|$)/y) !== undefined)
        );
    }

    /** An atom with what says how often. */
    #repeated(place: Place): Part {
        const before = new Set(place.certain);
        const atom = this.#atom(place);
        this.#skipIgnored(place.modes);
        const repetition = readRepetition(this.#text);
        if (repetition === undefined) return atom;
        if (!atom.isRepeatable) throw new PatternInvalid();
        if (place.isBehind && (atom.isLook === true || atom.source === LINE_END))
            throw new PatternUnsupported('repetition of (?=…), (?!…) or \\R in what is looked for behind');
        if (repetition.least === 0) place.certain = before;
        const repeated = repeat(atom, repetition);
        return repetition.greed === '+' ? this.#asAtomic(repeated, place) : repeated;
    }

    /** What has matched is not looked at again: a look ahead, whose outcome is then matched. */
    #asAtomic(part: Part, { isBehind }: Place): Part {
        const { source, length } = part;
        if (isBehind && length !== undefined) return { ...part, source: `(?:${source})` };
        if (part.repeatsEmpty) throw new PatternUnsupported('(?>…) or ++ around a repetition of what can be empty');
        const name = `a${++this.#atomic}`;
        return { ...part, source: `(?:(?=(?<${name}>${source}))\\k<${name}>)` };
    }

    #atom(place: Place): Atom {
        const text = this.#text;
        const { modes } = place;
        const sign = text.take();
        if (sign === '{' ? isRepetition(text) : '*+?'.includes(sign)) throw new PatternInvalid();
        switch (sign) {
            case '\\':
                return this.#escape(place);
            case '[':
                return repeatable(this.#class(modes));
            case '.':
                return repeatable(anyByte(modes));
            case '^':
            case '$':
                return fixed((modes.m ? LINE_PLACES : TEXT_PLACES)[sign]);
            case '(':
                return this.#group(place);
            default:
                return repeatable(this.#byte(sign.charCodeAt(0), modes));
        }
    }

    #byte(byte: number, { i }: Modes): Part {
        return one(i ? bothCases(byteSet(byte)) : byteSet(byte));
    }

    #class({ i }: Modes): Part {
        if (/^(?:\[:<:\]\]|\[:>:\]\])/.test(this.#text.text.slice(this.#text.at)))
            throw new PatternUnsupported('[[:<:]] and [[:>:]]');
        const { bytes, isNegated } = readClass(this.#text);
        const cased = i ? bothCases(bytes) : bytes;
        return one(isNegated ? complement(cased) : cased);
    }

    #escape(place: Place): Atom {
        const text = this.#text;
        const { next } = text;
        if (Object.hasOwn(PLACES, next)) {
            text.at++;
            return fixed(PLACES[next] ?? '');
        }
        if (text.skip('Q')) return this.#quoted(place.modes);
        if (text.skip('R')) return repeatable({ ...EMPTY, source: LINE_END, length: undefined, canBeEmpty: false });
        if (text.skip('C')) return repeatable(one(ALL_BYTES));
        if (text.skip('X')) throw new PatternUnsupported('\\X');
        if (text.match(/N(?!\{(?!\d+(?:,\d*)?\}))/y) !== undefined) return repeatable(one(complement(byteSet(10))));
        const reference = this.#reference();
        if (reference !== undefined) return repeatable(this.#backReference(reference, place));
        const bytes = readEscape(text);
        return repeatable(typeof bytes === 'number' ? this.#byte(bytes, place.modes) : one(bytes));
    }

    /** Only its last sign is repeated. */
    #quoted(modes: Modes): Atom {
        const quoted = this.#text.match(/([^]*?)(?:\\E|$)/y)?.[1] ?? '';
        const signs = [...Buffer.from(quoted, 'latin1')].map((byte) => this.#byte(byte, modes));
        if (signs.length > 1 && isRepetition(this.#text)) throw new PatternUnsupported('repetition behind \\Q…\\E');
        return { ...concatenate(signs), isRepeatable: signs.length > 0 };
    }

    /** The number or the name of a group that an escape refers to. */
    #reference(): number | string | undefined {
        const text = this.#text;
        const digits = /^[1-9]\d*/.exec(text.text.slice(text.at))?.[0];
        if (digits !== undefined && (Number(digits) < 8 || Number(digits) <= this.#groups)) {
            text.at += digits.length;
            return Number(digits);
        }
        if (text.match(/g[<']/y) !== undefined) throw new PatternUnsupported('recursion');
        const numbered = text.match(/g(?:\{([+-]?\d+)\}|([+-]?\d+))/y);
        if (numbered !== undefined) return this.#numberOf(numbered[1] ?? numbered[2] ?? '');
        const named = text.match(/g\{([A-Za-z_]\w*)\}|k(?:\{(\w+)\}|<(\w+)>|'(\w+)')/y);
        return named === undefined ? undefined : named.slice(1).find(Boolean);
    }

    #numberOf(text: string): number {
        return text.startsWith('-') ? this.#opened + 1 + Number(text) : Number(text);
    }

    #backReference(reference: number | string, { modes, certain }: Place): Part {
        const group = typeof reference === 'number' ? reference : this.#names.get(reference);
        if (group === undefined) throw new PatternUnsupported(`reference to the later group '${reference}'`);
        if (group < 1 || group > this.#groups) throw new PatternInvalid();
        if (modes.i) throw new PatternUnsupported('reference to a group with (?i)');
        if (!certain.has(group)) throw new PatternUnsupported('reference to a group that may not have taken part');
        return { ...EMPTY, source: `\\k<g${group}>`, length: undefined };
    }

    #group(place: Place): Atom {
        const text = this.#text;
        if (text.match(/\*(?=[A-Z:])/y) !== undefined) throw new PatternUnsupported('verbs, such as (*UTF8)');
        if (!text.skip('?')) return repeatable(this.#capture(undefined, place));
        const name = text.match(/(?:P?<([A-Za-z_]\w{0,31})>|'([A-Za-z_]\w{0,31})')/y);
        if (name !== undefined) return repeatable(this.#capture(name[1] ?? name[2], place));
        if (text.skip(':')) return repeatable(this.#inner(place));
        if (text.skip('>')) return repeatable(this.#asAtomic(this.#inner(place), place));
        const looked = text.match(/(<?)([=!])/y);
        if (looked !== undefined) return { ...this.#lookAround(looked, place), isRepeatable: true, isLook: true };
        const same = text.match(/P=(\w+)\)/y);
        if (same !== undefined) return repeatable(this.#backReference(same[1] ?? '', place));
        this.#refuse();
        return this.#modes(place);
    }

    #refuse(): void {
        const text = this.#text;
        if (text.match(/R\)|[+-]?\d+\)|&|P>/y) !== undefined) throw new PatternUnsupported('recursion');
        if (text.skip('|')) throw new PatternUnsupported('(?|…)');
        if (text.skip('(')) throw new PatternUnsupported('conditions, such as (?(1)…)');
        if (text.match(/C\d*\)/y) !== undefined) throw new PatternUnsupported('(?C)');
    }

    #capture(name: string | undefined, place: Place): Part {
        const group = ++this.#opened;
        if (name !== undefined) {
            if (this.#names.has(name)) throw new PatternInvalid();
            this.#names.set(name, group);
        }
        const inner = this.#inner(place);
        place.certain.add(group);
        return { ...inner, source: `(?<g${group}>${inner.source})` };
    }

    #inner(place: Place): Part {
        const inside = { ...place, modes: { ...place.modes } };
        const part = join(this.#alternatives(inside));
        this.#close();
        place.certain = inside.certain;
        return part;
    }

    #lookAround([, behind, sign]: RegExpExecArray, place: Place): Part {
        const isBehind = behind === '<';
        const before = new Set(place.certain);
        const inside = { ...place, modes: { ...place.modes }, isBehind };
        const parts = this.#alternatives(inside);
        this.#close();
        if (isBehind && parts.some(({ length }) => length === undefined)) throw new PatternInvalid();
        place.certain = sign === '!' ? before : inside.certain;
        return { ...EMPTY, source: `(?${behind}${sign}${join(parts).source})` };
    }

    #modes(place: Place): Atom {
        const [letters = ''] = this.#text.expect(/[imsxJUX-]*(?=[:)])/y);
        if (letters.includes('J')) throw new PatternUnsupported('(?J)');
        const modes = { ...place.modes };
        let isOn = true;
        for (const letter of letters) {
            if (letter === '-') isOn = false;
            else if (isMode(letter)) modes[letter] = isOn;
            else if (letter === 'X') throw new PatternUnsupported('(?X)');
        }
        if (this.#text.skip(':')) {
            const inside = { ...place, modes };
            const part = this.#inner(inside);
            place.certain = inside.certain;
            return repeatable(part);
        }
        this.#close();
        Object.assign(place.modes, modes);
        return fixed('');
    }

    #close(): void {
        if (!this.#text.skip(')')) throw new PatternInvalid();
    }
}

function isMode(letter: string): letter is keyof Modes {
    return 'imsx'.includes(letter);
}

const SIGNS =
    /\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\\[^]|\[:\^?[a-z]*:\]|[^\]])*\]|(?<opening>\((?!\?(?!P?<[A-Za-z_]|')|\*[A-Z:]))|[^]/g;

/** Groups are counted before they are read: a number may mean one of them, or a byte. */
function countGroups(pattern: string): number {
    return [...pattern.matchAll(SIGNS)].filter(({ groups }) => groups?.['opening'] !== undefined).length;
}

function anyByte({ s }: Modes): Part {
    return one(s ? ALL_BYTES : complement(byteSet(10)));
}
