import { describe, expect, it } from '@jest/globals';
import { argumentText, callText } from './call-text';

describe('callText', () => {
    it.each([
        ['asset1', '"asset1"'],
        ['', '""'],
        ['it\'s "x"', String.raw`"it's \"x\""`],
        ['5', '5'],
        ['9007199254740993', '9007199254740993'],
        ['"5"', String.raw`"\"5\""`],
        ['{"ID":"a1","the size":{"x":[1,2]}}', '{ ID: "a1", "the size": { x: [1, 2] } }'],
        ['{}', '{}'],
        ['[{},[]]', '[{}, []]'],
        ['{"a":"{  },:"}', '{ a: "{  },:" }'],
        ['{"__proto__":1,"a":1,"a":2}', '{ __proto__: 1, a: 1, a: 2 }'],
    ])('writes the argument %s as one would', (argument, text) => {
        expect(argumentText(argument)).toBe(text);
    });

    it('has the function and all arguments on one line', () => {
        expect(callText('transferAsset', ['asset1', 'Br\nad'])).toBe(String.raw`transferAsset("asset1", "Br\nad")`);
        expect(callText('all', [])).toBe('all()');
    });
});
