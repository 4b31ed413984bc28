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

    it.each([
        [{ message: 'm' }, 'm'],
        [{ code: 7 }, '{"code":7}'],
        ['text', 'text'],
        [null, 'null'],
    ])('shows %j, thrown in place of an error', (err, shown) => {
        expect(toReadableLine(JSON.stringify({ level: 'warn', time, err }))).toBe(`${clock} WARN  \n    ${shown}\n`);
    });
});
