import { exactNumber } from './json-reader';

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const BIGINT = /^(?:0|-?[1-9][0-9]*)$/;
/** Converting decimal digits takes more than linear time, and no ledger needs more of them. */
const LONGEST_BIGINT = 1_000;
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A value, or what it would have to be, to follow "must be". */
export type Parsed<T> = { readonly value: T } | { readonly expected: string };

/** Parses a number by JSON's grammar; what a double does not hold is refused. */
export function parseNumber(text: string): Parsed<number> {
    if (!NUMBER.test(text)) return { expected: 'a number' };
    const value = exactNumber(text);
    return typeof value === 'number' ? { value } : { expected: `a number that a double can hold, not ${value}` };
}

/** Parses decimal digits, without leading zeros, so that a number has one text only. */
export function parseBigint(text: string): Parsed<bigint> {
    if (text.length > LONGEST_BIGINT) return { expected: `an integer of at most ${LONGEST_BIGINT} digits` };
    return BIGINT.test(text) ? { value: BigInt(text) } : { expected: 'an integer in decimal digits' };
}

/** Parses a timestamp of RFC 3339, which names its offset from UTC. A Date holds milliseconds: finer ones are refused. */
export function parseDate(text: string): Parsed<Date> {
    const expected = 'a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339)';
    const match = TIMESTAMP.exec(text);
    if (match === null) return { expected };
    const [, year, month, day, hour, minute, second, fraction = '', offset = ''] = match;
    if (/[1-9]/.test(fraction.slice(3))) return { expected: 'a date and time with milliseconds at the finest' };
    const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
    const date = new Date(local);
    // Date.parse takes 30 February for 1 March.
    if (Number.isNaN(date.getTime()) || date.toISOString() !== local) return { expected };
    return inRange(new Date(date.getTime() - offsetInMinutes(offset) * 60_000), expected);
}

function offsetInMinutes(offset: string): number {
    if (offset.length === 1) return 0;
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
    return offset.startsWith('-') ? -minutes : minutes;
}

/** Years have four digits, in a result too. */
function inRange(date: Date, expected: string): Parsed<Date> {
    const year = date.getUTCFullYear();
    return year >= 0 && year <= 9999 ? { value: date } : { expected };
}

/** Parses standard base64 with padding, whose unused bits are 0, so that bytes have one text only. */
export function parseBase64(text: string): Parsed<Buffer> {
    // Decoding passes over what is not base64: then the text does not come back.
    const value = Buffer.from(text, 'base64');
    return value.toString('base64') === text ? { value } : { expected: 'bytes in base64' };
}
