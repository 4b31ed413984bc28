import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shownText, textParts } from './shown-text';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Cs}]/u;
const hostile = fc.string({
    unit: fc.oneof(
        fc.constantFrom('\0', '\u001b', '\u202e', '\u2028', '\u200b', '\ud800', '\u{e0001}', '\n', '\t', '\r'),
        fc.string({ unit: 'binary', maxLength: 1 }),
    ),
});

/** What was taken apart, put together again. */
function original(parts: ReturnType<typeof textParts>): string {
    return parts
        .map(({ text, isEscape }) => (isEscape ? String.fromCodePoint(parseInt(text.slice(3, -1), 16)) : text))
        .join('');
}

describe('textParts', () => {
    it('shows nothing that is not seen, and loses nothing', () => {
        fc.assert(
            fc.property(hostile, (text) => {
                const parts = textParts(text);
                expect(original(parts)).toBe(text);
                for (const { text: part } of parts) expect(part).not.toMatch(UNSEEN);
            }),
        );
    });

    it('leaves ends of lines and tabs in text of several lines, and nothing else', () => {
        fc.assert(
            fc.property(hostile, (text) => {
                const parts = textParts(text, true);
                expect(original(parts)).toBe(text);
                for (const { text: part } of parts) expect(part.replaceAll(/[\n\t]/g, '')).not.toMatch(UNSEEN);
            }),
        );
    });

    it('leaves what people write as it is', () => {
        for (const text of ['Zoë', '資産', 'naïve 😀', '<img onerror=alert(1)>', '</script>'])
            expect(shownText(text)).toBe(text);
    });
});
