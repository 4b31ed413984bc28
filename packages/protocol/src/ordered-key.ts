import { types } from 'node:util';
import type { KeyRange } from './composite-key';
import { ProtocolError } from './errors';

/**
 * Values as parts of keys, so that keys stand in the order of the values. A database orders keys by their UTF-8 bytes,
 * which is the order of code points, and every part has U+0000 behind it, which is below every character.
 *
 * A number is `p`, how many digits its integer part has, these digits, then its decimals without the point: 42 is `p242`,
 * 5.5 is `p155`. The count is one digit up to 8, else 9 and four digits, so that longer counts come later. Of equal counts
 * the digits compare as numbers do, and decimals compare as text. A negative number is `n`, the nine's complement of the
 * same and `~`: all comparisons are turned around, and `~` is above every digit. A bigint is written like a number.
 */

/** What a part of a key can be made of. */
export type KeyPartValue = string | number | bigint | boolean | Date;

/** How a part is read back. */
export type KeyPartKind = 'string' | 'number' | 'bigint' | 'boolean' | 'date';

/** Bounds of a part's values: at most one lower and one upper one, or what texts begin with. None is all values. */
export interface KeyPartBounds {
    readonly gt?: KeyPartValue | undefined;
    readonly gte?: KeyPartValue | undefined;
    readonly lt?: KeyPartValue | undefined;
    readonly lte?: KeyPartValue | undefined;
    readonly startsWith?: string | undefined;
}

/** How the parts of a key stand in it. */
export interface OrderedRangeOptions {
    /** Greater values come first. Default: false. */
    readonly descending?: boolean | undefined;
    /** The bounded part is the last of its key, with nothing behind it. Default: false, U+0000 is behind it. */
    readonly bare?: boolean | undefined;
}

const SEPARATOR = '\u0000';
const BEHIND_SEPARATOR = '\u0001';
const LAST_CHARACTER = '\u{10ffff}';

/** Converting decimal digits takes more than linear time, and no ledger needs more of them. */
const MOST_DIGITS = 1_000;
const SHORT_COUNTS = 8;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;
/** What most texts are: no half of a surrogate pair, and nothing that keys keep for themselves. */
// eslint-disable-next-line no-control-regex -- keys may have control characters, besides U+0000
const PLAIN_TEXT = /^[\u0001-\ud7ff\ue000-\uffff]*$/;
const PART_OF_NUMBER = /^(?:[0-8]|9\d{4})\d+$/;

/**
 * Writes a value as a part of a key. -0 is 0; different numbers have different parts, and so have different dates.
 * @throws ProtocolError INVALID_KEY_PART for texts with U+0000, U+10FFFF or half of a surrogate pair, for NaN and
 * infinities, bigints of more than a thousand digits, dates outside of the years 0 to 9999, and descending texts and
 * booleans, which have no such order
 */
export function encodeKeyPart(value: KeyPartValue, descending = false): string {
    if (types.isDate(value)) return datePart(value, descending);
    if (typeof value === 'number' || typeof value === 'bigint') return numberPart(descending ? -value : value);
    if (descending) throw invalid(`a ${typeof value} cannot descend: only numbers, bigints and dates can`);
    return typeof value === 'string' ? checkedText(value) : String(value);
}

/**
 * Reads a part of a key back.
 * @throws ProtocolError INVALID_KEY_PART for what `encodeKeyPart` writes for no value of this kind
 */
export function decodeKeyPart(part: string, kind: KeyPartKind, descending = false): KeyPartValue {
    const value = readPart(part, kind, descending);
    // A value has one part only: whatever else looks like one would be a second key of it.
    if (value === undefined || encodeKeyPart(value, descending) !== part)
        throw invalid(`${JSON.stringify(part)} is not a ${kind} in a key`);
    return value;
}

/**
 * The range of all keys that begin with a prefix and go on with a part within bounds. Where no value is within the bounds,
 * its end is not behind its start.
 * @param prefix all that stands before the part, its separators included
 * @throws ProtocolError INVALID_KEY_PART for two lower or two upper bounds, and for what has no part
 */
export function orderedKeyRange(
    prefix: string,
    bounds: KeyPartBounds = {},
    options: OrderedRangeOptions = {},
): KeyRange {
    if (bounds.startsWith !== undefined) return textRange(prefix, bounds);
    refuseBoth(bounds, 'gt', 'gte');
    refuseBoth(bounds, 'lt', 'lte');
    const { descending, bare } = options;
    const { gt, gte, lt, lte } = descending ? turned(bounds) : bounds;
    const keyOf = (value: KeyPartValue): string => prefix + encodeKeyPart(value, descending);
    // Between the two are all keys with this very part, and nothing else: no part has U+0000.
    const at = (value: KeyPartValue): string => keyOf(value) + (bare ? '' : SEPARATOR);
    const behind = (value: KeyPartValue): string => keyOf(value) + BEHIND_SEPARATOR;
    return {
        startKey: endAt(gte, at) ?? endAt(gt, behind) ?? prefix,
        endKey: endAt(lte, behind) ?? endAt(lt, at) ?? prefix + LAST_CHARACTER,
    };
}

/** Compares keys as databases do: by code points. JavaScript's `<` has U+10000 and above before U+E000. */
export function compareKeys(left: string, right: string): number {
    const length = Math.min(left.length, right.length);
    for (let at = 0; at < length; at += 1) {
        const one = left.charCodeAt(at);
        const other = right.charCodeAt(at);
        if (one !== other) return rankOf(one) - rankOf(other);
    }
    return left.length - right.length;
}

/** Puts halves of surrogate pairs, which begin with U+D800, above all other units. */
function rankOf(unit: number): number {
    return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** The same values, where greater ones come first. */
function turned({ gt, gte, lt, lte }: KeyPartBounds): KeyPartBounds {
    return { gt: lt, gte: lte, lt: gt, lte: gte };
}

function endAt(value: KeyPartValue | undefined, place: (value: KeyPartValue) => string): string | undefined {
    return value === undefined ? undefined : place(value);
}

function textRange(prefix: string, { startsWith, ...others }: KeyPartBounds): KeyRange {
    if (Object.values(others).some((bound) => bound !== undefined))
        throw invalid('startsWith beside another bound: it is both bounds at once');
    if (typeof startsWith !== 'string') throw invalid(`startsWith takes a text, not a ${typeof startsWith}`);
    const startKey = prefix + checkedText(startsWith);
    return { startKey, endKey: startKey + LAST_CHARACTER };
}

function refuseBoth(bounds: KeyPartBounds, one: keyof KeyPartBounds, other: keyof KeyPartBounds): void {
    if (bounds[one] !== undefined && bounds[other] !== undefined)
        throw invalid(`both ${one} and ${other}: give one of them`);
}

function checkedText(text: string): string {
    if (PLAIN_TEXT.test(text)) return text;
    if (/\p{Surrogate}/u.test(text)) throw invalid('the text is not valid Unicode: it has half of a surrogate pair');
    if (text.includes(SEPARATOR)) throw invalid('the text contains U+0000, which separates the parts of a key');
    if (text.includes(LAST_CHARACTER)) throw invalid('the text contains U+10FFFF, which ends a range of keys');
    return text;
}

function numberPart(value: number | bigint): string {
    if (typeof value === 'number' && !Number.isFinite(value)) throw invalid(`${value} has no place among numbers`);
    if (isSmall(value)) return `p${String(value).length}${value}`;
    const { sign, digits, fraction } = decimalOf(value);
    const count = digits.length <= SHORT_COUNTS ? String(digits.length) : `9${String(digits.length).padStart(4, '0')}`;
    const magnitude = count + digits + fraction;
    return sign === '' ? `p${magnitude}` : `n${complement(magnitude)}~`;
}

/** What most numbers in keys are: integers whose count of digits is one digit. */
function isSmall(value: number | bigint): boolean {
    return Number.isInteger(value) && value >= 0 && value < 10 ** SHORT_COUNTS;
}

interface Decimal {
    readonly sign: string;
    readonly digits: string;
    readonly fraction: string;
}

/** The shortest decimal that reads back as the same number, without an exponent. */
function decimalOf(value: number | bigint): Decimal {
    // 1.5e-7, 12.25, 1e+21
    const [, sign = '', whole = '', decimals = '', exponent = '0'] = NUMBER.exec(String(value)) ?? [];
    if (typeof value === 'bigint' && whole.length > MOST_DIGITS)
        throw invalid(`the integer has more than ${MOST_DIGITS} digits`);
    const shift = Number(exponent);
    const zeros = '0'.repeat(Math.max(0, -shift));
    const all = zeros + whole + decimals.padEnd(shift, '0');
    const point = zeros.length + whole.length + shift;
    return {
        sign,
        digits: all.slice(0, point).replace(/^0+(?=\d)/, ''),
        fraction: all.slice(point).replace(/0+$/, ''),
    };
}

/** Every digit d as 9 - d. */
function complement(text: string): string {
    let turned = '';
    for (const character of text)
        turned += character >= '0' && character <= '9' ? String(9 - Number(character)) : character;
    return turned;
}

function datePart(date: Date, descending: boolean): string {
    const year = date.getUTCFullYear();
    // NaN, of an invalid date, fails both comparisons.
    if (!(year >= 0 && year <= 9999)) throw invalid('the date has no year of four digits');
    const text = date.toISOString();
    return descending ? complement(text) : text;
}

function readPart(part: string, kind: KeyPartKind, descending: boolean): KeyPartValue | undefined {
    switch (kind) {
        case 'string':
            return part;
        case 'boolean':
            return part === 'true' || part === 'false' ? part === 'true' : undefined;
        case 'date':
            return readDate(descending ? complement(part) : part);
        case 'number':
        case 'bigint':
            return readNumber(part, kind, descending);
    }
}

function readDate(text: string): Date | undefined {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) || text.length !== 24 ? undefined : date;
}

function readNumber(part: string, kind: 'number' | 'bigint', descending: boolean): number | bigint | undefined {
    const isNegative = part.startsWith('n');
    const magnitude = isNegative ? complement(part.slice(1, -1)) : part.slice(1);
    if (!PART_OF_NUMBER.test(magnitude)) return undefined;
    const { digits, fraction } = splitMagnitude(magnitude);
    const sign = isNegative !== descending ? '-' : '';
    if (kind === 'number') return Number(`${sign}${digits}.${fraction}`) + 0; // + 0 makes 0 of -0
    return digits === '' || fraction !== '' ? undefined : BigInt(`${sign}${digits}`);
}

function splitMagnitude(magnitude: string): { readonly digits: string; readonly fraction: string } {
    const isLong = magnitude.startsWith('9');
    const start = isLong ? 5 : 1;
    const end = start + Number(magnitude.slice(isLong ? 1 : 0, start));
    return { digits: magnitude.slice(start, end), fraction: magnitude.slice(end) };
}

function invalid(message: string): ProtocolError {
    return new ProtocolError('INVALID_KEY_PART', message);
}
