import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Codec } from './codec';
import * as codecs from './codecs';
import { parseJson, writeParsed } from './json-text';

interface Row {
    readonly name: string;
    readonly size?: bigint | undefined;
    readonly rows: readonly Row[];
}
const rowCodec: Codec<Row> = codecs.object(() => ({
    name: codecs.string,
    size: codecs.optional(codecs.int64),
    rows: codecs.array(rowCodec),
}));

const text = fc.string({ unit: 'grapheme' }).map((value) => value.toWellFormed());
const anyBigint = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n });
const anyInt64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n });
const anyDate = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
});
const { row } = fc.letrec<{ row: Row }>((tie) => ({
    row: fc.record(
        {
            name: text,
            size: anyInt64,
            rows: fc.oneof({ maxDepth: 2 }, fc.constant([]), fc.array(tie('row'), { maxLength: 2 })),
        },
        { requiredKeys: ['name', 'rows'] },
    ),
}));

const VALUES: readonly (readonly [name: string, codec: Codec<unknown>, values: fc.Arbitrary<unknown>])[] = [
    ['string', codecs.string, text],
    ['number', codecs.number, fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)],
    ['boolean', codecs.boolean, fc.boolean()],
    ['bigint', codecs.bigint, anyBigint],
    ['int64', codecs.int64, anyInt64],
    ['date', codecs.date, anyDate],
    ['bytes', codecs.bytes, fc.uint8Array()],
    ['nullable', codecs.nullable(codecs.bigint), fc.option(anyBigint)],
    ['array', codecs.array(codecs.int64), fc.array(anyInt64)],
    ['record', codecs.record(codecs.bigint), fc.dictionary(fc.string(), anyBigint, { noNullPrototype: true })],
    ['object', rowCodec, row],
    ['oneOf', codecs.oneOf('a', 1, true, null), fc.constantFrom('a', 1, true, null)],
];

describe('a codec', () => {
    it.each(VALUES)('has what it has written back, as argument and inside of JSON: %s', (_name, codec, values) => {
        fc.assert(
            fc.property(values, (value) => {
                const argument = codec.toArgument(value, 'it');
                expect(codec.fromResult(Buffer.from(argument), 'it')).toEqual(value);
                expect(codec.read(parseJson(codec.write(value, 'it')), 'it')).toEqual(value);
            }),
        );
    });

    it.each<[string, Codec<unknown>, unknown, string]>([
        ['a number', codecs.number, '9007199254740993', 'must be a number, not 9007199254740993'],
        ['a number', codecs.number, '1e999', 'must be a number, not Infinity'],
        ['a number', codecs.number, '', 'must be a number, and is empty'],
        ['a number', codecs.number, 'five', 'must be JSON of a number, not "five"'],
        ['an integer', codecs.int64, '1.5', 'must be an integer, not 1.5'],
        ['a bigint', codecs.bigint, '007', 'must be an integer in decimal digits, not "007"'],
        ['a date', codecs.date, '2025-02-30T00:00:00Z', 'must be a date and time of RFC 3339'],
        ['a date', codecs.date, '2025-01-31', 'must be a date and time of RFC 3339'],
        ['a date', codecs.date, '2025-01-31T12:00:00.123456789Z', 'to the millisecond, not "2025-01'],
        ['nothing', codecs.nothing, '{}', 'must be empty, and has 2 bytes'],
        ['an object', rowCodec, '{"name":"a"}', 'rows is missing: it must be an array'],
        ['an object', rowCodec, '{"name":"a","rows":[{"name":5}]}', 'rows[0].rows is missing'],
        ['an object', rowCodec, '{"name":"a","rows":[{"name":5,"rows":[]}]}', 'rows[0].name must be a text, not 5'],
        ['an object', rowCodec, '[]', 'must be an object, not an array'],
        ['a union', codecs.variants('kind', { row: rowCodec }), '{"kind":"x"}', 'whose kind is one of "row"'],
        ['an enum', codecs.oneOf('a', 'b'), 'c', 'must be one of "a", "b", not "c"'],
    ])('says where a result is not %s', (_what, codec, result, problem) => {
        expect(() => codec.fromResult(Buffer.from(String(result)), 'it')).toThrow(problem);
    });

    it('keeps members that are not declared, and their digits', () => {
        const known = rowCodec.fromResult(Buffer.from('{"name":"a","rows":[],"new":{"n":12345678901234567890}}'), 'it');
        expect(known).toEqual({ name: 'a', rows: [], new: { n: 12345678901234567890n } });
    });

    it('takes no member of a prototype for one of the value', () => {
        const odd: Codec<{ readonly constructor: string }> = codecs.object(() => ({ constructor: codecs.string }));
        expect(() => odd.write({} as never, 'it')).toThrow('it.constructor is missing');
        const record = codecs.record(codecs.string).fromResult(Buffer.from('{"__proto__":"x"}'), 'it');
        expect(Object.entries(record)).toEqual([['__proto__', 'x']]);
    });

    it('refuses what would arrive as something else', () => {
        expect(() => codecs.nullable(codecs.string).toArgument('null', 'it')).toThrow('would arrive as null');
        expect(() => codecs.unknown.toArgument({ f: () => 1 }, 'it')).toThrow('it.f must be a value that JSON has');
        expect(() => codecs.unknown.toArgument(['\ud800'], 'it')).toThrow('it[0] must be a text');
    });
});

describe('JSON with large integers', () => {
    it('is parsed and written with all digits, whatever stands in texts and names', () => {
        const json = fc.json({ maxDepth: 3 });
        fc.assert(
            fc.property(json, anyBigint, text, (inner, large, name) => {
                const body = `{${JSON.stringify(`${name}12345678901234567890`)}:[${large},${inner},"12345678901234567890"]}`;
                const parsed = parseJson(body) as Readonly<Record<string, readonly unknown[]>>;
                const [number, value, string] = Object.values(parsed)[0] ?? [];
                expect(BigInt(number as number)).toBe(large);
                expect(string).toBe('12345678901234567890');
                expect(parseJson(writeParsed(value))).toEqual(value);
                expect(Object.keys(parsed)).toEqual([`${name}12345678901234567890`]);
            }),
        );
    });

    it('has the digits beside a text of any length', () => {
        const long = '\\"'.repeat(8_000_000);
        const parsed = parseJson(`{"text":${JSON.stringify(long)},"number":12345678901234567890}`);
        expect(parsed).toEqual({ text: expect.any(String), number: 12345678901234567890n });
        expect((parsed as { readonly text: string }).text === long).toBe(true);
    });
});
