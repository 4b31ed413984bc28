import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toDate, toTimestamp } from './timestamp';

describe('a timestamp', () => {
    it.each([
        ['1970-01-01T00:00:00.000Z', 0n, 0],
        ['2024-02-29T12:34:56.789Z', 1709210096n, 789_000_000],
        ['1969-12-31T23:59:59.999Z', -1n, 999_000_000],
    ])('of %s has whole seconds, and nanoseconds that are never negative', (text, seconds, nanos) => {
        expect(toTimestamp(new Date(text))).toEqual({ seconds, nanos });
        expect(toDate({ seconds, nanos }).toISOString()).toBe(text);
    });

    it('keeps every date', () => {
        fc.assert(
            fc.property(fc.date({ noInvalidDate: true }), (date) => {
                expect(toDate(toTimestamp(date))).toEqual(date);
            }),
        );
    });

    it('is cut to milliseconds in a date', () => {
        expect(toDate({ seconds: 1n, nanos: 999_999_999 }).getTime()).toBe(1999);
    });
});
