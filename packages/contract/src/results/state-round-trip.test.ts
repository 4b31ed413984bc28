import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Context, IsInt, IsOptional, IsString, Optional, Property, Type, type TypeSpec, ValidateNested } from '..';

const ctx = new Context();

/** A type with values of it. */
interface Typed {
    readonly spec: TypeSpec;
    readonly values: fc.Arbitrary<unknown>;
}

const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '"', '""', '"a"', '"\\"a\\""', 'null', 'true', '5', '"AAE="', '{"a":1}', '\u0000', '\ufeff'),
);
const name = text.filter((key) => key !== '__proto__');
// -0 is 0 in canonical JSON.
const number = fc
    .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger())
    .filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n))
    .map((n) => n + 0);
const bytes = fc
    .oneof(
        fc.uint8Array(),
        text.map((t) => Buffer.from(t)),
    )
    .map((array) => Buffer.from(array));
const date = fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') });

const SCALARS: readonly Typed[] = [
    { spec: String, values: text },
    { spec: Number, values: number },
    { spec: Boolean, values: fc.boolean() },
    { spec: BigInt, values: fc.bigInt() },
    { spec: Date, values: date.filter((d) => !Number.isNaN(d.getTime())) },
    { spec: Buffer, values: bytes },
    { spec: Uint8Array, values: bytes },
];
const ENUMS: readonly Typed[] = [
    { spec: { enum: ['red', '"red"', 'null', ''] }, values: fc.constantFrom('red', '"red"', 'null', '') },
    { spec: { enum: ['1', 1, true, 'true'] }, values: fc.constantFrom('1', 1, true, 'true') },
    { spec: { enum: { 0: 'Low', 1: 'High', Low: 0, High: 1 } }, values: fc.constantFrom(0, 1) },
];

class Amount {
    @IsInt() value!: number;
    @Property() exact!: bigint;
}
class Circle {
    @Property() kind!: 'circle';
    @Property() radius!: number;
}
class Square {
    @Property() side!: number;
}
class Everything {
    @IsString() id!: string;
    @Property() due!: Date;
    @Property() proof!: Uint8Array;
    @Property({ enum: ['red', 1] }) color!: 'red' | 1;
    @ValidateNested() @Type(() => Amount) price!: Amount;
    @Property([Amount]) lines: Amount[] = [];
    @Property({ map: Date }) seen!: Map<string, Date>;
    @Property({ record: BigInt }) stock: Record<string, bigint> = {};
    @Property({ nullable: String }) holder!: string | null;
    @IsOptional() @IsString() note?: string;
    @Optional() @Type(() => Everything) previous?: Everything;
    @Type(() => Object, {
        discriminator: { property: 'kind', subTypes: [Circle, Square].map((value) => ({ name: value.name, value })) },
    })
    @ValidateNested({ each: true })
    shapes!: (Circle | Square)[];
}

const amount = fc.record({ value: fc.maxSafeInteger(), exact: fc.bigInt() });
const everything = fc.letrec<{ it: Everything }>((tie) => ({
    it: fc
        .record(
            {
                id: text,
                due: SCALARS[4]?.values ?? fc.constant(new Date(0)),
                proof: bytes,
                color: fc.constantFrom('red' as const, 1 as const),
                price: amount.map((it) => Object.assign(new Amount(), it)),
                lines: fc.array(amount.map((it) => Object.assign(new Amount(), it))),
                seen: fc.array(fc.tuple(text, SCALARS[4]?.values ?? fc.constant(0))).map((entries) => new Map(entries)),
                stock: fc.dictionary(name, fc.bigInt()),
                holder: fc.option(text),
                note: text,
                previous: fc.option(tie('it'), { nil: undefined, maxDepth: 2 }),
                shapes: fc.array(
                    number.map((side) => Object.assign(new Square(), { kind: 'Square', side })),
                    { maxLength: 3 },
                ),
            },
            { requiredKeys: ['id', 'due', 'proof', 'color', 'price', 'lines', 'seen', 'stock', 'holder', 'shapes'] },
        )
        .map((it) => Object.assign(new Everything(), it)),
})).it;

const JSON_VALUE: Typed = {
    spec: { any: true },
    values: fc.letrec((tie) => ({
        it: fc.oneof(
            { depthSize: 'small' },
            fc.oneof(text, number, fc.boolean(), fc.constant(null)),
            fc.array(tie('it')),
            fc.dictionary(name, tie('it')),
        ),
    })).it,
};
const LEAVES: readonly Typed[] = [...SCALARS, ...ENUMS, JSON_VALUE, { spec: Everything, values: everything }];

/** Types of types, as deep as anybody writes them. */
function composed(depth: number): fc.Arbitrary<Typed> {
    const leaf = fc.constantFrom(...LEAVES);
    if (depth === 0) return leaf;
    return fc.oneof(
        leaf,
        composed(depth - 1).chain(({ spec, values }) =>
            fc.constantFrom<Typed>(
                { spec: { nullable: spec }, values: fc.option(values) },
                { spec: [spec], values: fc.array(values, { maxLength: 4 }) },
                {
                    spec: { map: spec },
                    values: fc.array(fc.tuple(text, values), { maxLength: 4 }).map((entries) => new Map(entries)),
                },
                { spec: { record: spec }, values: fc.dictionary(name, values, { maxKeys: 4 }) },
            ),
        ),
    );
}

describe('what ctx.serialize wrote', () => {
    it('ctx.deserialize reads as the same value, of every type', () => {
        const typed = composed(3).chain(({ spec, values }) => values.map((value) => ({ spec, value })));
        fc.assert(
            fc.property(typed, ({ spec, value }) => {
                expect(ctx.deserialize(spec, ctx.serialize(value))).toEqual(value);
            }),
            { numRuns: 600 },
        );
    });

    it('stays the same text, however often it is read and written', () => {
        let state = ctx.serialize('say "hi"');
        for (let round = 0; round < 5; round += 1) state = ctx.serialize(ctx.deserialize(String, state));
        expect(state.toString()).toBe('"say \\"hi\\""');
    });
});

const instant = new Date('2025-01-31T12:00:00.000Z');

describe('state as ctx.serialize has always written it', () => {
    it.each<[string, unknown, TypeSpec]>([
        ['"text"', 'text', String],
        ['""', '', String],
        ['"\\"quoted\\""', '"quoted"', String],
        ['12.5', 12.5, Number],
        ['true', true, Boolean],
        ['"12345678901234567890"', 12345678901234567890n, BigInt],
        ['"2025-01-31T12:00:00.000Z"', instant, Date],
        ['"AP8="', Buffer.from([0, 255]), Buffer],
        ['""', Buffer.alloc(0), Uint8Array],
        ['"red"', 'red', { enum: ['red', 'blue'] }],
        ['1', 1, { enum: { 0: 'Low', 1: 'High', Low: 0, High: 1 } }],
        ['null', null, { nullable: String }],
        ['"null"', 'null', { nullable: String }],
        ['{"exact":"7","value":1}', Object.assign(new Amount(), { value: 1, exact: 7n }), Amount],
        ['["a","b"]', ['a', 'b'], [String]],
        ['{"a":"1"}', new Map([['a', 1n]]), { map: BigInt }],
        ['{"a":"AQ=="}', { a: Buffer.of(1) }, { record: Buffer }],
        ['{"a":[1,null]}', { a: [1, null] }, { any: true }],
    ])('%s is %p', (written, value, spec) => {
        expect(ctx.serialize(value).toString()).toBe(written);
        expect(ctx.deserialize(spec, Buffer.from(written))).toEqual(value);
    });
});

describe('state that an author wrote without ctx.serialize', () => {
    it.each<[string, string | Buffer, TypeSpec, unknown]>([
        ['text', 'text', String, 'text'],
        ['text with a quote', '"half', String, '"half'],
        ['text between quotes that is not JSON', '"a"b"', String, '"a"b"'],
        ['JSON in a text', '{"a":1}', String, '{"a":1}'],
        ['digits', '12345678901234567890', BigInt, 12345678901234567890n],
        ['a date', '2025-01-31T13:00:00+01:00', Date, instant],
        ['bytes', Buffer.from([0x22, 0xff, 0x22]), Buffer, Buffer.from([0x22, 0xff, 0x22])],
        ['bytes in quotes that are not base64', '"no base64"', Buffer, Buffer.from('"no base64"')],
        ['a literal', 'red', { enum: ['red'] }, 'red'],
        ['a literal of digits', '1', { enum: ['1'] }, '1'],
        ["text in Go's JSON", '"a \\u003c b"', String, 'a < b'],
    ])('is read as it stands: %s', (_, state, spec, value) => {
        expect(ctx.deserialize(spec, Buffer.from(state))).toEqual(value);
    });
});

describe('what could not be read again', () => {
    it.each<[string, unknown, string]>([
        ['a bigint of many digits', 10n ** 1_000n, 'state is not an integer of at most 1000 digits'],
        [
            'a name that changes prototypes',
            JSON.parse('{"a":{"__proto__":1}}'),
            'state.a.__proto__ is not a name that an object may have',
        ],
        ['an entry without a value', new Map([['a', undefined]]), 'state.a is undefined'],
        ['no date', new Date(NaN), 'state is a date without a year of four digits'],
        ['nothing', undefined, 'state is undefined'],
        ['half of a character', '\ud800', 'state has half of a surrogate pair'],
    ])('is refused when it is written: %s', (_, value, sentence) => {
        expect(() => ctx.serialize(value)).toThrow(sentence);
    });
});
