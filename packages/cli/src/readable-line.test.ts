import { describe, expect, it } from '@jest/globals';
import { toReadableLine } from './readable-line';

const time = '2024-05-06T07:08:09.123Z';
const clock = new Date(time).toTimeString().slice(0, 8);

describe('a line of the log for a person', () => {
    it('has time, level, message and fields', () => {
        const json = JSON.stringify({ level: 'info', time, txId: 'a1', label: 'two words', count: 3, msg: 'done' });
        expect(toReadableLine(json)).toBe(`${clock} INFO  done txId=a1 label="two words" count=3\n`);
    });

    it('has the stack of an error below', () => {
        const json = JSON.stringify({
            level: 'error',
            time,
            err: { message: 'm', stack: 'Error: m\n  at f' },
            msg: 'x',
        });
        expect(toReadableLine(json)).toBe(`${clock} ERROR x\n    Error: m\n      at f\n`);
    });

    it('has the message of an error that has no stack, and no message where there is none', () => {
        expect(toReadableLine(JSON.stringify({ level: 'warn', time, err: { message: 'm' } }))).toBe(
            `${clock} WARN  \n    m\n`,
        );
    });
});
