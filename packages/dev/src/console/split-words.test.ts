import { describe, expect, it } from '@jest/globals';
import { array, assert, json, property, stringMatching } from 'fast-check';
import { readConsoleLine } from './console-line';
import { splitWords } from './split-words';

describe('a line of the console', () => {
    it.each([
        ['', []],
        ['submit  createAsset\ta1', ['submit', 'createAsset', 'a1']],
        [`a 'b c' "d e" '{"x": 1}'`, ['a', 'b c', 'd e', '{"x": 1}']],
        [`a {"x": "} ' ]", "y": [1, {"z": 2}]} b`, ['a', `{"x": "} ' ]", "y": [1, {"z": 2}]}`, 'b']],
        [`it's 5" --transient x={a}`, [`it's`, `5"`, '--transient', 'x={a}']],
    ])('%s is split into words', (line, words) => {
        expect(splitWords(line)).toEqual(words);
    });

    it('keeps JSON in one word, however it is written', () => {
        const composite = json().filter((text) => /^[[{]/.test(text));
        assert(
            property(array(composite, { maxLength: 3 }), stringMatching(/^[a-z]{1,5}$/), (values, word) => {
                expect(splitWords([word, ...values].join('  '))).toEqual([word, ...values]);
                const written = values.map((text) => JSON.stringify(JSON.parse(text), undefined, 1));
                expect(splitWords([word, ...written].join(' '))).toEqual([word, ...written]);
            }),
        );
    });

    it.each(["a 'b", 'a {"x": 1', 'a {"x": "}'])('%s is not closed', (line) => {
        expect(() => splitWords(line)).toThrow('is not closed: close its quotes or brackets');
    });

    it('that begins with another word says which was meant', () => {
        expect(() => readConsoleLine('sumbit put')).toThrow(
            'sumbit is no command of the console: did you mean submit?',
        );
        expect(readConsoleLine('  # note')).toEqual({ kind: 'nothing' });
        expect(readConsoleLine('as')).toEqual({ kind: 'as', user: undefined });
    });
});
