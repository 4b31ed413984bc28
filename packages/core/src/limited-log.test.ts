import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LimitedLog } from './limited-log';
import { RecordedLog } from './testing/recorded-log';

describe('a limited log', () => {
    let recorded: RecordedLog;
    let log: LimitedLog;
    beforeEach(() => {
        jest.useFakeTimers();
        recorded = new RecordedLog();
        log = new LimitedLog(recorded);
    });
    afterEach(() => {
        jest.useRealTimers();
    });

    it('writes a kind at once, then once a second with the number of lines kept back, and begins anew after a pause', () => {
        for (let n = 1; n <= 5; n++) log.write('warn', 'a', { n }, `line ${n}`);
        expect(recorded.messages()).toEqual(['line 1']);
        jest.advanceTimersByTime(1_000);
        for (let n = 6; n <= 7; n++) log.write('warn', 'a', { n }, `line ${n}`);
        expect(recorded.messages()).toEqual(['line 1', 'line 5 (4 times since the last such line)']);
        jest.advanceTimersByTime(3_000);
        log.write('warn', 'a', {}, 'line 8');
        expect(recorded.messages().slice(2)).toEqual(['line 7 (2 times since the last such line)', 'line 8']);
    });

    it('keeps kinds apart', () => {
        for (const kind of ['a', 'b', 'a', 'b']) log.write('error', kind, {}, kind);
        expect(recorded.messages()).toEqual(['a', 'b']);
        log.close();
        expect(recorded.messages()).toEqual(['a', 'b', 'a', 'b']);
    });

    it('takes ever new kinds for one', () => {
        for (let n = 0; n < 10_000; n++) log.write('warn', `kind ${n}`, {}, `kind ${n}`);
        expect(recorded.messages().length).toBeLessThan(110);
        log.close();
        expect(recorded.messages().at(-1)).toMatch(/^kind 9999 \(\d+ times since/);
    });
});
