import { createCompositeKey } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { keysOf, rangesOf } from './key-argument';

describe('a key on the command line', () => {
    it('is itself, or a composite one as it is shown or in parts', () => {
        expect(keysOf(['a1'])).toEqual(['a1']);
        expect(keysOf(['color', 'red', 'a1'])).toEqual([createCompositeKey('color', ['red', 'a1'])]);
        expect(keysOf(['color(red, a1)'])).toEqual(['color(red, a1)', createCompositeKey('color', ['red', 'a1'])]);
        expect(keysOf(['f()'])).toEqual(['f()', createCompositeKey('f', [])]);
        expect(() => keysOf(['', 'a'])).toThrow(
            'the key cannot be one of the ledger: the object type must not be empty',
        );
    });

    it('begins a range, of simple keys or of a type', () => {
        expect(rangesOf([])).toEqual([{ startKey: '', endKey: '' }]);
        const [ofType, ofPrefix] = rangesOf(['color']);
        const key = createCompositeKey('color', ['red']);
        expect(key >= String(ofType?.startKey) && key < String(ofType?.endKey)).toBe(true);
        expect('colors' >= String(ofPrefix?.startKey) && 'colors' < String(ofPrefix?.endKey)).toBe(true);
        expect(createCompositeKey('colors', []) < String(ofType?.endKey)).toBe(false);
    });
});
