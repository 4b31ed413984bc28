import { compareUtf8 } from '../records/utf8-order';
import { compareLists, compareNumbers } from './collate';
import {
    amountOf,
    asList,
    isNumber,
    isObject,
    isWhole,
    type Json,
    sortedEntries,
    type WholeFloat,
    wordOf,
} from './json';

/** JSON values as the terms of Erlang, in which CouchDB is written. */

/** A value as CouchDB shows it in most of its errors: texts by their bytes. */
export function erlangTerm(value: Json): string {
    return write(value, (text) => `<<${[...Buffer.from(text)].join(',')}>>`);
}

/** A value as CouchDB shows it in others: texts as they are, where they can be printed. */
export function erlangText(value: Json): string {
    return write(value, (text) => (/^[ -~]+$/.test(text) ? `<<"${text}">>` : erlangTerm(text)));
}

function write(value: Json, quote: (text: string) => string): string {
    if (typeof value === 'string') return quote(value);
    if (isNumber(value)) return erlangNumber(value);
    const list = asList(value);
    if (list !== undefined) return `[${list.map((item) => write(item, quote)).join(',')}]`;
    if (!isObject(value)) return wordOf(value);
    const properties = sortedEntries(value).map(([name, inner]) => `{${quote(name)},${write(inner, quote)}}`);
    return `{[${properties.join(',')}]}`;
}

/** With a fraction where it is not whole, and with an exponent where that is shorter. */
function erlangNumber(number: number | bigint | WholeFloat): string {
    if (isWhole(number)) return String(number);
    const [, sign = '', first = '', rest = '', exponent = ''] =
        /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(Number(amountOf(number)).toExponential()) ?? [];
    return `${sign}${placePoint(first + rest, Number(exponent) + 1)}`;
}

/** Digits of a fraction, with the point moved to a place (Erlang, io_lib_format.erl, insert_decimal). */
function placePoint(digits: string, place: number): string {
    const { length } = digits;
    if (place > 0 && place < length) return `${digits.slice(0, place)}.${digits.slice(place)}`;
    const exponential = `${digits[0]}.${digits.slice(1) || '0'}e${place - 1}`;
    const plain = place <= 0 ? `0.${'0'.repeat(-place)}${digits}` : `${digits}${'0'.repeat(place - length)}.0`;
    return plain.length <= exponential.length ? plain : exponential;
}

/** Erlang's own order, in which ids are compared: numbers, then null and booleans, objects, lists, texts by their bytes. */
export function compareTerms(left: Json, right: Json): number {
    const difference = rank(left) - rank(right);
    if (difference !== 0) return difference;
    if (isNumber(left) && isNumber(right)) return compareNumbers(amountOf(left), amountOf(right));
    if (typeof left === 'string' && typeof right === 'string') return compareUtf8(left, right);
    if (isObject(left) && isObject(right)) return compareProperties(sortedEntries(left), sortedEntries(right));
    const [list, other] = [asList(left), asList(right)];
    if (list !== undefined && other !== undefined) return compareLists(list, other, compareTerms);
    return compareUtf8(wordOf(left), wordOf(right));
}

/** Equal, and numbers of the same form: 1 is not 1.0. */
export function isSameTerm(left: Json, right: Json): boolean {
    return erlangTerm(left) === erlangTerm(right);
}

function rank(value: Json): number {
    if (isNumber(value)) return 0;
    if (value === null || typeof value === 'boolean') return 1;
    if (typeof value === 'string') return 4;
    return Array.isArray(value) ? 3 : 2;
}

function compareProperties(left: readonly [string, Json][], right: readonly [string, Json][]): number {
    return compareLists(left, right, ([name, value], [otherName, other]) => {
        const difference = compareUtf8(name, otherName);
        return difference === 0 ? compareTerms(value, other) : difference;
    });
}
