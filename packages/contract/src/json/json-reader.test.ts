import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Json, JsonObject, JsonReader, JsonSyntaxError, readJson } from './json-reader';

/** As JSON.parse gives it. */
function plain(json: Json): unknown {
    if (Array.isArray(json)) return (json as readonly Json[]).map(plain);
    if (!(json instanceof JsonObject)) return json;
    const object: Record<string, unknown> = {};
    for (const [index, name] of json.names.entries())
        Object.defineProperty(object, name, {
            value: plain(json.values[index] ?? null),
            enumerable: true,
            configurable: true,
            writable: true,
        });
    return object;
}

function refusalOf(text: string): string {
    try {
        readJson(text);
    } catch (error) {
        if (error instanceof JsonSyntaxError) return error.message;
        throw error;
    }
    throw new Error(`${text.slice(0, 50)} was accepted`);
}

/** With numbers that are safe integers or fractions. */
function tamed(json: unknown): unknown {
    const text = JSON.stringify(json, (_, value: unknown) =>
        typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? 1e15 / value : value,
    );
    return JSON.parse(text) as unknown;
}

describe('readJson', () => {
    it('reads what JSON.stringify writes, as JSON.parse does', () => {
        const value = fc.jsonValue({ maxDepth: 5 }).map(tamed);
        const space = fc.constantFrom(undefined, 1, '\t');
        fc.assert(
            fc.property(value, space, (json, indent) => {
                const text = JSON.stringify(json, undefined, indent);
                expect(plain(readJson(text))).toEqual(JSON.parse(text));
            }),
        );
    });

    it('accepts nothing that JSON.parse refuses', () => {
        const pieces = fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            ',',
            ':',
            '"a"',
            '"',
            '\\',
            '1',
            '-',
            '.',
            'e',
            'true',
            'null',
        );
        fc.assert(
            fc.property(fc.array(pieces, { maxLength: 8 }), (tokens) => {
                const text = tokens.join('');
                let read: unknown;
                try {
                    read = plain(readJson(text));
                } catch {
                    return;
                }
                expect(read).toEqual(JSON.parse(text));
            }),
            { numRuns: 2_000 },
        );
    });

    it.each([
        ['', 'the end instead of a value at character 1'],
        ['{"a":1,"a":2}', 'the name "a" twice in one object at character 8'],
        ['[1,]', '"]" instead of a value at character 4'],
        ['{"a":1,}', '"}" instead of a name in double quotes at character 8'],
        ['{a:1}', '"a" instead of a name in double quotes at character 2'],
        ['{"a" 1}', '"1" instead of ":" at character 6'],
        ['[1 2]', '"2" instead of "," or "]" at character 4'],
        ['1 2', '"2" instead of the end at character 3'],
        ['01', 'a malformed number at character 1'],
        ['1.', 'a malformed number at character 1'],
        ['0x10', '"x" instead of the end at character 2'],
        ['1e', 'a malformed number at character 1'],
        ['-', 'a malformed number at character 1'],
        ['NaN', '"N" instead of a value at character 1'],
        ['Infinity', '"I" instead of a value at character 1'],
        ['9007199254740993', 'an integer beyond ±(2^53 - 1), which takes a bigint at character 1'],
        ['1e300', 'an integer beyond ±(2^53 - 1), which takes a bigint at character 1'],
        ['1e400', 'a number too large for a double at character 1'],
        ['1e-400', 'a number too small for a double at character 1'],
        ['"a', 'a string that does not end at character 1'],
        ['"a\\"', 'a string that does not end at character 1'],
        ['"\n"', 'a control character that is not escaped at character 2'],
        ['"\\x"', 'an unknown escape at character 2'],
        ['"\\u12g4"', 'an unknown escape at character 2'],
        ['"\\ud800"', 'half of a surrogate pair at character 1'],
        ['[[1]', 'the end instead of "," or "]" at character 5'],
    ])('refuses %j: %s', (text, message) => {
        expect(refusalOf(text)).toBe(message);
    });

    it('takes numbers to the edges of what a double holds exactly', () => {
        expect(readJson('[9007199254740991,-9007199254740991,0.1,-0.0,0e5,123456789012345]')).toEqual([
            Number.MAX_SAFE_INTEGER,
            Number.MIN_SAFE_INTEGER,
            0.1,
            -0,
            0,
            123456789012345,
        ]);
    });

    it('nests to 100 and not to 101', () => {
        const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
        expect(readJson(nested(100))).toHaveLength(1);
        expect(refusalOf(nested(101))).toBe('nesting deeper than 100 at character 101');
        expect(refusalOf(nested(10_000))).toBe('nesting deeper than 100 at character 101');
    });

    it('keeps __proto__ as a name', () => {
        expect(readJson('{"__proto__":1}')).toEqual(new JsonObject(['__proto__'], [1]));
    });

    it.each([
        ['a string', (n: number) => JSON.stringify('x'.repeat(n))],
        ['escapes', (n: number) => `"${'\\n'.repeat(n)}"`],
        ['space', (n: number) => `${' '.repeat(n)}1${' '.repeat(n)}`],
        ['numbers', (n: number) => JSON.stringify(Array.from({ length: n }, (_, index) => index))],
        ['names', (n: number) => JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i])))],
        ['arrays', (n: number) => JSON.stringify(Array.from({ length: n }, () => [[]]))],
    ])('takes steps in proportion to its text: %s', (_, textOf) => {
        const stepsFor = (n: number): number => {
            const text = textOf(n);
            const reader = new JsonReader(text);
            reader.read();
            return reader.steps / text.length;
        };
        expect(stepsFor(10_000)).toBeLessThanOrEqual(stepsFor(1_000) * 1.1);
        expect(stepsFor(10_000)).toBeLessThan(3);
    });
});
