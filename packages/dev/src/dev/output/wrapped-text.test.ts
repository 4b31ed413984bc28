import { describe, expect, it } from '@jest/globals';
import { glue, wrapText } from './wrapped-text';

describe('a line of the terminal', () => {
    it('stays as it is where nobody knows the width, or where it fits', () => {
        const line = '11:20:31 submit   cars.addCar of ann';
        expect(wrapText(line, { columns: undefined, indent: 4 })).toBe(line);
        expect(wrapText(line, { columns: line.length, indent: 4 })).toBe(line);
    });

    it('breaks between words, and is indented then', () => {
        const wrapped = wrapText('heddle   one two three four', { columns: 16, indent: 9 });
        expect(wrapped).toBe('heddle   one two\n         three\n         four');
    });

    it('breaks words that fit into no line, where nobody copies them', () => {
        const wrapped = wrapText(`value  ${'x'.repeat(50)}`, { columns: 30, indent: 7, breaksWords: true });
        expect(wrapped.split('\n').map((line) => line.trim().length)).toEqual([30, 23, 4]);
        expect(wrapped.replaceAll(/\s/g, '')).toBe(`value${'x'.repeat(50)}`);
    });

    it('does not count colours, nor break what is glued, nor part a label from a word that fits nowhere', () => {
        const red = '\u001b[31mred\u001b[0m';
        expect(wrapText(`ab ${red} ${red}`, { columns: 10, indent: 2 })).toBe(`ab ${red} ${red}`);
        expect(wrapText(`one two ${glue('14 ms')}`, { columns: 12, indent: 2 })).toBe('one two\n  14 ms');
        expect(wrapText('path /a/long/way/to/go', { columns: 12, indent: 5 })).toBe('path /a/long/way/to/go');
    });
});
