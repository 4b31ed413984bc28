import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { reformatJson } from './reformat-json';

describe('JSON that is written anew', () => {
    it('has lines and indents as JSON.stringify makes them', () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
                const expected = JSON.stringify(value, undefined, 4);
                expect(reformatJson(JSON.stringify(value, undefined, indent), 'lines')).toBe(expected);
            }),
        );
    });

    it('has one line and the same value', () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.constantFrom(0, '\t', '\r\n '), (value, indent) => {
                expect(reformatJson(JSON.stringify(value, undefined, indent), 'one line')).toBe(JSON.stringify(value));
            }),
        );
    });

    it('keeps what parsing would lose', () => {
        const text = '{"n":12345678901234567890,"e":1.0e+2,"n":-0,"__proto__":1,"u":"\\u0041"}';
        expect(reformatJson(text, 'one line')).toBe(text);
    });

    it.each(['', 'text', '{"a":1', '[1,]', '1 2', '\u00a01'])('leaves alone what is no JSON: %j', (text) => {
        expect(reformatJson(text, 'lines')).toBeUndefined();
    });
});
