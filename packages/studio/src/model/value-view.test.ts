import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bytes } from '../api/value';
import { changedLines, shownAs, sizeText, viewOf } from './value-view';

function textBytes(text: string): Bytes {
    return { size: Buffer.byteLength(text), text };
}

function binaryBytes(bytes: Uint8Array): Bytes {
    return { size: bytes.length, base64: Buffer.from(bytes).toString('base64') };
}

function signs(before: Bytes | undefined, after: Bytes | undefined): string[] {
    return changedLines(before, after)
        .filter(({ sign }) => sign !== ' ')
        .map(({ sign, text }) => `${sign} ${text}`);
}

describe('shownAs', () => {
    const of: Bytes = { size: 40_000, text: 'be', cut: true, of: '["state","store","key"]' };
    const whole = textBytes('be'.repeat(20_000));

    it('shows what was loaded, as it is or as its bytes', () => {
        expect(shownAs(of, { whole, isHex: false })).toEqual({ value: whole, isWhole: true });
        const { value, isWhole } = shownAs(of, { whole, isHex: true });
        expect([isWhole, value.size, value.text]).toEqual([true, 40_000, undefined]);
        expect(viewOf(value)).toMatchObject({ kind: 'hex', lines: { length: 2500 } });
    });

    it('shows the beginning where nothing was loaded, also as bytes', () => {
        expect(shownAs(of, { whole: undefined, isHex: false })).toEqual({ value: of, isWhole: false });
        const { value, isWhole } = shownAs(of, { whole: undefined, isHex: true });
        expect([isWhole, viewOf(value)]).toEqual([false, { kind: 'hex', lines: ['62 65'] }]);
    });

    it('shows the bytes of what is above 256 KiB by the beginning, and says so', () => {
        const large = textBytes('x'.repeat(256 * 1024 + 1));
        const { value, isWhole } = shownAs(of, { whole: large, isHex: true });
        expect([isWhole, viewOf(value)]).toEqual([false, { kind: 'hex', lines: ['62 65'] }]);
        expect(shownAs(of, { whole: large, isHex: false })).toEqual({ value: large, isWhole: true });
    });
});

describe('viewOf', () => {
    it.each<[what: string, value: Bytes | undefined, kind: string]>([
        ['no value', undefined, 'nothing'],
        ['an empty value', textBytes(''), 'nothing'],
        ['JSON', textBytes('{"a":1}'), 'json'],
        ['text', textBytes('{"a":1'), 'text'],
        ['bytes', { size: 2, base64: '/wA=' }, 'hex'],
        ['the beginning of JSON', { ...textBytes('1'), size: 5_000_000, cut: true }, 'text'],
        ['JSON above 1 MiB', textBytes(JSON.stringify('x'.repeat(1024 * 1024))), 'text'],
        ['JSON of 10,000 levels', textBytes('['.repeat(10_000) + ']'.repeat(10_000)), 'text'],
    ])('shows %s', (_what, value, kind) => {
        expect(viewOf(value).kind).toBe(kind);
    });

    it('shows 16 bytes a line, 256 at most', () => {
        expect(viewOf({ size: 18, base64: Buffer.alloc(18, 0xab).toString('base64') })).toEqual({
            kind: 'hex',
            lines: [Array(16).fill('ab').join(' '), 'ab ab'],
        });
        expect(viewOf(binaryBytes(Buffer.alloc(1000)))).toMatchObject({ lines: { length: 63 } });
    });
});

describe('changedLines', () => {
    it('shows the member that changed, and not the comma behind its neighbour', () => {
        expect(signs(textBytes('{"a":1,"b":2}'), textBytes('{"a":1,"b":3}'))).toEqual(['- "b": 2', '+ "b": 3']);
        expect(signs(textBytes('{"a":1}'), textBytes('{"a":1,"b":2}'))).toEqual(['+ "b": 2']);
    });

    it('sees digits that numbers of JavaScript do not have', () => {
        expect(signs(textBytes('[9007199254740992]'), textBytes('[9007199254740993]'))).toHaveLength(2);
    });

    it('shows a value that came, went, or became another kind of value, whole', () => {
        expect(signs(undefined, textBytes('one\ntwo'))).toEqual(['+ one', '+ two']);
        expect(signs(textBytes('one'), undefined)).toEqual(['- one']);
        expect(signs(textBytes('one'), binaryBytes(Buffer.from([255])))).toEqual(['- one', '+ ff']);
    });

    it('finds no change between equal values', () => {
        fc.assert(
            fc.property(fc.oneof(fc.json(), fc.string()).map(textBytes), (value) => {
                expect(signs(value, { ...value })).toEqual([]);
            }),
        );
    });

    it('shows where bytes differ, however late', () => {
        fc.assert(
            fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), fc.nat(), (bytes, place) => {
                const other = Uint8Array.from(bytes);
                const index = place % bytes.length;
                other[index] = (other[index] ?? 0) ^ 1;
                expect(signs(binaryBytes(bytes), binaryBytes(other))).toHaveLength(2);
                expect(signs(binaryBytes(bytes), binaryBytes(bytes))).toEqual([]);
                expect(signs(binaryBytes(bytes), binaryBytes(bytes.subarray(0, index)))).not.toEqual([]);
            }),
        );
    });
});

describe('sizeText', () => {
    it.each([
        [0, '0 bytes'],
        [1, '1 byte'],
        [999, '999 bytes'],
        [1000, '1.0 KB'],
        [999_499, '999 KB'],
        [999_500, '1.0 MB'],
        [1_234_567, '1.2 MB'],
        [123_456_789, '123 MB'],
        [5_000_000_000, '5.0 GB'],
    ])('tells %d as %s', (size, text) => {
        expect(sizeText(size)).toBe(text);
    });
});
