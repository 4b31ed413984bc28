import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quoteBytes, showBytes, showKey, showRange, showText } from './shown-value';

describe('a value on the terminal', () => {
    it.each([
        ['text', 'text'],
        ['two\nlines\t', String.raw`two\nlines\t`],
        ['\u001b[2J\u009b2J', String.raw`\u{1b}[2J\u{9b}2J`],
        ['\u202ereversed', String.raw`\u{202e}reversed`],
        ['x'.repeat(80), `${'x'.repeat(71)}…`],
    ])('shows %j as %j', (text, shown) => {
        expect(showBytes(Buffer.from(text))).toBe(shown);
    });

    it('shows bytes that are no text as such', () => {
        expect(showBytes(Buffer.from([0xff, 1, 2]))).toBe('<3 bytes ff0102>');
        expect(quoteBytes(Buffer.alloc(9))).toBe('<9 bytes 0000000000000000…>');
        expect(quoteBytes(Buffer.from('text'))).toBe("'text'");
        expect(quoteBytes(Buffer.from('<a>'))).toBe("'<a>'");
    });

    it('is one short line that a terminal does not obey, whatever it is', () => {
        const harmless = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;
        fc.assert(
            fc.property(
                fc.uint8Array({ maxLength: 200 }),
                fc.string({ unit: 'binary', maxLength: 200 }),
                (bytes, text) => {
                    for (const shown of [
                        showBytes(bytes),
                        showBytes(Buffer.from(text)),
                        showText(text),
                        showKey(text),
                    ]) {
                        expect(shown).toMatch(harmless);
                    }
                },
            ),
        );
    });
});

describe('keys and ranges', () => {
    it('show composite keys by their parts', () => {
        expect(showKey('plain')).toBe('plain');
        expect(showKey('\u0000owner~id\u0000ann\u0000a1\u0000')).toBe('[owner~id, ann, a1]');
        expect(showRange('\u0000owner~id\u0000ann\u0000', '\u0000owner~id\u0000ann\u0000\u{10ffff}')).toBe(
            '[owner~id, ann]…',
        );
        expect(showRange('a', 'c')).toBe('a…c');
        expect(showRange('\u0001', '')).toBe('all keys');
    });
});
