import { types } from 'node:util';
import type { Parsed, TextScalar, Unwritable } from './scalar';

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Parses a timestamp of RFC 3339, which names its offset from UTC. A Date holds milliseconds: finer ones are refused. */
function parseDate(text: string): Parsed<Date> {
    const expected = 'a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339)';
    const match = TIMESTAMP.exec(text);
    if (match === null) return { expected };
    const [, year, month, day, hour, minute, second, fraction = '', offset = ''] = match;
    if (/[1-9]/.test(fraction.slice(3))) return { expected: 'a date and time with milliseconds at the finest' };
    const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
    const date = new Date(local);
    // Date.parse takes 30 February for 1 March.
    if (Number.isNaN(date.getTime()) || date.toISOString() !== local) return { expected };
    const instant = new Date(date.getTime() - offsetInMinutes(offset) * 60_000);
    return hasFourDigitYear(instant) ? { value: instant } : { expected };
}

function offsetInMinutes(offset: string): number {
    if (offset.length === 1) return 0;
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
    return offset.startsWith('-') ? -minutes : minutes;
}

function writeDate(date: Date): string | Unwritable {
    return hasFourDigitYear(date) ? date.toISOString() : { problem: 'is a date without a year of four digits' };
}

/** Years of another form are refused, in arguments and in results. */
function hasFourDigitYear(date: Date): boolean {
    const year = date.getUTCFullYear();
    // NaN, of an invalid date, fails both comparisons.
    return year >= 0 && year <= 9999;
}

/** An instant, to the millisecond. */
export const dateScalar: TextScalar<Date> = {
    names: ['Date'],
    constructors: [Date],
    validators: ['isDate', 'minDate', 'maxDate'],
    is: types.isDate,
    parse: parseDate,
    json: { expected: 'a date and time (RFC 3339)', parse: parseDate, write: writeDate },
    schema: { type: 'string', format: 'date-time' },
};
