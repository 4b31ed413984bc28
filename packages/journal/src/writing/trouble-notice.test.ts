import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TroubleNotice } from './trouble-notice';

describe('the notice of troubles', () => {
    beforeEach(() => {
        jest.useFakeTimers();
    });
    afterEach(() => {
        jest.useRealTimers();
    });

    it('tells the first at once, then once a minute how much was lost, and that it is over', () => {
        const told: string[] = [];
        const notice = new TroubleNotice((text) => {
            told.push(text);
        });
        for (let second = 0; second < 100; second += 1) {
            notice.note('full', 2, 10);
            jest.advanceTimersByTime(1_000);
        }
        jest.advanceTimersByTime(600_000);
        expect(told).toEqual([
            'full',
            'full (lost since the last such line: 120 records, 600 bytes)',
            'full (lost since the last such line: 80 records, 400 bytes)',
        ]);
        notice.note('full again', 1, 5);
        jest.advanceTimersByTime(60_000);
        expect(told.slice(3)).toEqual([
            'full again',
            'the journal has lost nothing for a minute; before, 1 records, 5 bytes of the journal were lost',
        ]);
        notice.close();
        expect([told.length, jest.getTimerCount()]).toEqual([5, 0]);
    });

    it.each<[how: string, warn: () => void]>([
        [
            'throws',
            () => {
                throw new Error('no log');
            },
        ],
        ['rejects', () => Promise.reject(new Error('no log'))], // as an async function does
    ])('prints what it is to tell where the callback %s', async (_how, warn) => {
        const printed: string[] = [];
        jest.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
        const notice = new TroubleNotice(warn);
        notice.note('full', 1, 10);
        notice.note('full', 1, 10);
        await jest.advanceTimersByTimeAsync(60_000);
        jest.restoreAllMocks();
        const why = "(to standard error, since the journal's warn failed: Error: no log)";
        expect(printed).toEqual([
            `full ${why}\n`,
            `full (lost since the last such line: 2 records, 20 bytes) ${why}\n`,
        ]);
    });

    it('tells what is left when it is closed', () => {
        const told: string[] = [];
        const notice = new TroubleNotice((text) => {
            told.push(text);
        });
        notice.note('slow', 1, 10);
        notice.note('full', 2, 20);
        notice.close();
        notice.close();
        expect(told).toEqual(['slow', 'full (lost since the last such line: 3 records, 30 bytes)']);
    });
});
