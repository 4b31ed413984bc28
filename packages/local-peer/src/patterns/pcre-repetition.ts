import type { Atom, Part } from './pcre-part';
import { PatternInvalid, type PatternText } from './pcre-text';

/** How often a part is matched, and what says whether rather often, rather not, or without going back. */
export interface Repetition {
    readonly least: number;
    readonly most: number;
    readonly greed: string;
}

const MAX_REPEAT = 65_535;

/** Reads what says how often, if that comes next. @throws PatternInvalid */
export function readRepetition(text: PatternText): Repetition | undefined {
    const match = text.match(/(?:([*+?])|\{(\d+)(,(\d*))?\})(?:\(\?#[^)]*\))*([+?]?)/y);
    if (match === undefined) return undefined;
    const [, sign, from = '', comma, to, greed = ''] = match;
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity, greed };
    const least = toCount(from);
    const most = comma === undefined ? least : toCount(to ?? '');
    if (most < least) throw new PatternInvalid();
    return { least, most, greed };
}

/** Without a number there is no end. */
function toCount(digits: string): number {
    if (digits === '') return Infinity;
    if (Number(digits) > MAX_REPEAT) throw new PatternInvalid();
    return Number(digits);
}

/** Tells whether what says how often comes next, or has begun with the brace that was read. */
export function isRepetition(text: PatternText): boolean {
    const rest = text.text.slice(text.at - (text.text[text.at - 1] === '{' ? 1 : 0));
    return /^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(rest);
}

/** Repeats a part. */
export function repeat(atom: Atom, { least, most, greed }: Repetition): Part {
    const length = least === most && atom.length !== undefined ? least * atom.length : undefined;
    return {
        source: `(?:${atom.source}){${least},${most === Infinity ? '' : most}}${greed === '?' ? '?' : ''}`,
        length: atom.isLook === true || most === 0 ? 0 : length,
        canBeEmpty: least === 0 || atom.canBeEmpty,
        repeatsEmpty: atom.repeatsEmpty || (atom.canBeEmpty && most > 1),
    };
}
