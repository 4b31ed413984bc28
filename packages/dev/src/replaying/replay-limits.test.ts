import { describe, expect, it } from '@jest/globals';
import { parseFunctions, parseTimeout } from './replay-limits';

describe('what a replay is limited by', () => {
    it('is a time, which has no end where it is 0', () => {
        expect([parseTimeout('250'), parseTimeout('0')]).toEqual([250, 2 ** 31 - 1]);
        for (const text of ['', '-1', '1.5', '10s', '9999999999']) {
            expect(() => parseTimeout(text)).toThrow(/^--timeout-ms is ".*": give a number of milliseconds, or 0/);
        }
    });

    it('is functions, however they are separated', () => {
        expect(parseFunctions('paint, sell ,cars:list,')).toEqual(['paint', 'sell', 'cars:list']);
    });
});
