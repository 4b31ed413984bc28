import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyText, partsOf, prefixOf, rangeOf, rangeText } from './keys';

/** A composite key as Fabric makes it. */
function compositeKey(parts: readonly string[]): string {
    return `\0${parts.join('\0')}\0`;
}

function key(text: string): { text: string; parts?: string[] } {
    const parts = partsOf(text);
    return { text, ...(parts !== undefined && { parts }) };
}

const part = fc.stringMatching(/^[\w/.:-]{1,8}$/);

describe('keys', () => {
    it('reads the parts of composite keys, and of no other', () => {
        fc.assert(
            fc.property(fc.array(part, { minLength: 1 }), (parts) => {
                expect(partsOf(compositeKey(parts))).toEqual(parts);
            }),
        );
        expect(partsOf('asset1')).toBeUndefined();
        expect(partsOf('\0owner')).toBeUndefined();
        expect(partsOf('\0')).toBeUndefined();
    });

    it('takes a prefix as it shows keys', () => {
        fc.assert(
            fc.property(fc.array(part, { minLength: 1 }), fc.constantFrom(' /', ' / '), (parts, end) => {
                expect(prefixOf(keyText(key(compositeKey(parts))) + end)).toBe(compositeKey(parts));
            }),
        );
    });

    it('finds each key by any beginning of its last part', () => {
        fc.assert(
            fc.property(fc.array(part, { minLength: 2 }), fc.nat(8), (parts, length) => {
                const whole = compositeKey(parts);
                const typed = [...parts.slice(0, -1), parts.at(-1)?.slice(0, length) ?? ''].join(' / ');
                expect(whole.startsWith(prefixOf(typed))).toBe(true);
            }),
        );
    });

    it.each(['asset', 'a/b', 'https://x/', '/'])('takes %s for the beginning of plain keys', (typed) => {
        expect(prefixOf(typed)).toBe(typed);
    });

    it('has all keys with a prefix in its range', () => {
        fc.assert(
            fc.property(fc.string({ minLength: 1 }), fc.string({ unit: 'binary' }), (prefix, rest) => {
                // The last character there is begins no key, as in Fabric.
                fc.pre(!rest.startsWith('\u{10ffff}'));
                const { start, end } = rangeOf(prefix);
                const key = Buffer.from(prefix + rest);
                expect(Buffer.compare(Buffer.from(start), key)).toBeLessThanOrEqual(0);
                expect(Buffer.compare(key, Buffer.from(end))).toBeLessThan(0);
            }),
        );
        expect(rangeOf('')).toEqual({ start: '', end: '' });
    });

    it('shows what cannot be seen', () => {
        expect(keyText(key('a\u202eb\0'))).toBe(String.raw`a\u{202e}b\u{0}`);
    });

    it.each([
        ['', '', 'all keys'],
        ['\u0001', '', 'all plain keys'],
        ['\u0001', 'b', '… b'],
        ['a ', '', 'a  …'],
        ['a', 'b', 'a … b'],
        [compositeKey(['owner', 'Brad']), `${compositeKey(['owner', 'Brad'])}\u{10ffff}`, 'owner / Brad / …'],
        ['asset', 'asset\u{10ffff}', 'asset…'],
    ])('tells the range from %j to %j', (start, end, text) => {
        expect(rangeText(key(start), key(end))).toBe(text);
    });
});
