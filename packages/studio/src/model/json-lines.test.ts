import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonLines, textOf } from './json-lines';

/** What the lines say, without the white space between tokens. */
function compact(text: string): string | undefined {
    return jsonLines(text)
        ?.flatMap(({ tokens }) => tokens)
        .map(({ kind, text: token }) => (kind === 'mark' ? token.trim() : token))
        .join('');
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

/** Text that is nearly JSON: pieces of it in any order. */
const nearlyJson = fc
    .array(
        fc.constantFrom(
            ...[
                '{',
                '}',
                '[',
                ']',
                ',',
                ':',
                '"',
                '"a"',
                '"\\u00e9"',
                '"\\x"',
                '"\\ud800"',
                '\\',
                '0',
                '01',
                '-',
                '1',
                '.5',
                'e3',
                '1e+9',
            ],
            ...[
                'true',
                'null',
                'NaN',
                ' ',
                '\n',
                '\t',
                '\r',
                '\u00a0',
                '\ufeff',
                '\u2028',
                '\v',
                '\0',
                '"\u0001"',
                '"\u007f\u0085\u202e"',
            ],
        ),
        { maxLength: 12 },
    )
    .map((pieces) => pieces.join(''));

describe('jsonLines', () => {
    it('accepts what JSON.parse accepts, and nothing else', () => {
        fc.assert(
            fc.property(fc.oneof(nearlyJson, fc.string({ unit: 'binary' }), fc.json()), (text) => {
                expect(jsonLines(text) !== undefined).toBe(isJson(text));
            }),
            { numRuns: 1000 },
        );
    });

    it('has every token of the JSON, in order', () => {
        fc.assert(
            fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.nat(4), (value, space) => {
                expect(compact(JSON.stringify(value, undefined, space))).toBe(JSON.stringify(value));
            }),
        );
    });

    it('takes each character in a string as JSON.parse does', () => {
        const wrong = Array.from({ length: 0x10000 }, (_, code) => `"${String.fromCharCode(code)}"`).filter(
            (text) => (jsonLines(text) !== undefined) !== isJson(text),
        );
        expect(wrong).toEqual([]);
    });

    it.each(['9007199254740993', '1.0e+400', '-0.0', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', String.raw`"\u00e9\/"`])(
        'leaves %s as it is',
        (text) => {
            expect(compact(text)).toBe(text);
        },
    );

    it('has a line for each member and element, and none for what is empty', () => {
        const lines = jsonLines('{"a":[1,{}],"b":[]}') ?? [];
        expect(lines.map((line) => '  '.repeat(line.depth) + textOf(line))).toEqual([
            '{',
            '  "a": [',
            '    1,',
            '    {}',
            '  ],',
            '  "b": []',
            '}',
        ]);
    });

    it('does not lay out what is deeper than 64 levels', () => {
        expect(jsonLines('['.repeat(64) + ']'.repeat(64))).toHaveLength(127);
        expect(jsonLines('['.repeat(65) + ']'.repeat(65))).toBeUndefined();
        expect(jsonLines('['.repeat(100_000) + ']'.repeat(100_000))).toBeUndefined();
    });

    it('does not lay out more than 20,000 tokens', () => {
        const arrayOf = (count: number): string => `[${Array.from({ length: count }, () => '1').join(',')}]`;
        expect(jsonLines(arrayOf(9999))).toHaveLength(10_001);
        expect(jsonLines(`[${arrayOf(9999).slice(1, -1)},[]]`)).toBeUndefined();
    });

    it('takes one long string', () => {
        const text = JSON.stringify('x'.repeat(1_000_000));
        expect(compact(text)).toBe(text);
    });
});
