import { describe, expect, it } from '@jest/globals';
import { toOutput } from './result-output';

const text = (...args: Parameters<typeof toOutput>): string => Buffer.from(toOutput(...args)).toString('latin1');

describe('the output of a result', () => {
    it.each<[string, string, string]>([
        ['JSON', '{"a":[1]}', '{\n    "a": [\n        1\n    ]\n}\n'],
        ['text', 'bob', 'bob\n'],
        ['what a terminal obeys', 'a\x1b[2J\x07', 'a\\u001b[2J\\u0007\n'],
        ['nothing', '', ''],
        ['bytes', '\xff\x00', '(2 bytes that are not text: --output raw writes them unchanged)\n'],
    ])('is readable on a terminal: %s', (_what, result, written) => {
        expect(text(Buffer.from(result, 'latin1'), undefined, true)).toBe(written);
    });

    it('is the bytes alone elsewhere, and where they are asked for', () => {
        for (const result of ['{"a":1}', 'bob', '', '\xff\x00']) {
            expect(text(Buffer.from(result, 'latin1'), undefined, false)).toBe(result);
            expect(text(Buffer.from(result, 'latin1'), 'raw', true)).toBe(result);
        }
    });

    it.each<[string, string]>([
        ['5', '5\n'],
        ['bob', '"bob"\n'],
        ['', 'null\n'],
        ['\xff', '{"base64":"/w=="}\n'],
    ])('is JSON where that is asked for: %j', (result, written) => {
        expect(text(Buffer.from(result, 'latin1'), 'json', false)).toBe(written);
    });
});
