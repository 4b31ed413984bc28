import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileContracts } from './compile/compile-contracts';
import { Failures } from './failures/failures';
import { Context, ContractChaincode } from './index';
import { AMOUNT, Amount, DEEP, Echo, HUGE, NOT_UTF8, ORDER, Order, order } from './testing/echo';
import { ScriptedPeer } from './testing/scripted-peer';

/** Members with an initialiser, when they are left out. */
const INITIAL = { tags: [], stock: {}, flags: {}, color: 'red' };

function sorted(value: unknown): string {
    return JSON.stringify(value, (_, member: unknown) =>
        typeof member === 'object' && member !== null && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
            : member,
    );
}

let peer: ScriptedPeer;
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [Echo] }));
});
afterAll(() => peer.close());

type Arg = string | Buffer;

/** type, case, argument, what comes back */
const ACCEPTED: readonly [string, string, Arg[], string][] = [
    ['string', 'good', ['ä€😀'], 'ä€😀'],
    ['string', 'empty', [''], ''],
    ['string', 'boundary: all of U+0000 and a byte order mark', ['\u0000\ufeffx'], '\u0000\ufeffx'],
    ['string', 'hostile: a name of a prototype', ['__proto__'], '__proto__'],
    ['string', 'hostile: 10 MB', [HUGE], HUGE],
    ['number', 'good', ['-12.5e1'], '-125'],
    ['number', 'boundary', ['9007199254740991'], '9007199254740991'],
    ['boolean', 'good', ['true'], 'true'],
    ['boolean', 'good', ['false'], 'false'],
    ['bigint', 'good', ['-123456789012345678901234567890'], '-123456789012345678901234567890'],
    ['bigint', 'boundary: 1,000 digits', ['9'.repeat(1_000)], '9'.repeat(1_000)],
    ['date', 'good', ['2025-01-31T13:00:00+01:00'], '2025-01-31T12:00:00.000Z'],
    ['date', 'boundary: leap day', ['2024-02-29T23:59:59.999Z'], '2024-02-29T23:59:59.999Z'],
    ['bytes', 'good', [Buffer.from('x\n')], 'x\n'],
    ['bytes', 'empty', [Buffer.alloc(0)], ''],
    ['buffer', 'hostile: anything is bytes', ['{"__proto__":1}'], '{"__proto__":1}'],
    ['numericEnum', 'good', ['1'], '1'],
    ['stringEnum', 'good', ['blue'], 'blue'],
    ['literals', 'good', ['1'], '{"value":1}'],
    ['literals', 'good', ['true'], '{"value":true}'],
    ['order', 'good', [order({})], sorted({ ...ORDER, ...INITIAL })],
    [
        'order',
        'good: everything',
        [
            order({
                tags: ['a'],
                stock: { b: 1, a: 2 },
                flags: { x: true },
                color: 'blue',
                note: 'n',
                seen: null,
                previous: ORDER,
            }),
        ],
        sorted({
            ...ORDER,
            tags: ['a'],
            stock: { a: 2, b: 1 },
            flags: { x: true },
            color: 'blue',
            note: 'n',
            seen: null,
            previous: { ...ORDER, ...INITIAL },
        }),
    ],
    ['order', 'optional as null', [order({ note: null })], sorted({ ...ORDER, ...INITIAL })],
    ['order', 'transformed', [order({ title: ' x ' })], sorted({ ...ORDER, ...INITIAL, title: 'x' })],
    [
        'drawing',
        'good',
        ['{"shapes":[{"kind":"square","side":1},{"kind":"circle","radius":1}]}'],
        '["Square","Circle"]',
    ],
    ['array', 'good', [JSON.stringify([AMOUNT])], '[true]'],
    ['array', 'empty', ['[]'], '[]'],
    ['map', 'good', ['{"b":1,"a":2}'], '{"a":2,"b":1}'],
    [
        'map',
        'hostile: a Map has no prototype to change',
        ['{"__proto__":1,"constructor":2}'],
        '{"__proto__":1,"constructor":2}',
    ],
    ['record', 'good', [JSON.stringify({ x: AMOUNT })], sorted({ x: AMOUNT })],
    ['record', 'boundary', [JSON.stringify({ constructor: AMOUNT })], sorted({ constructor: AMOUNT })],
    ['generic', 'good', [JSON.stringify({ bookmark: '', items: [AMOUNT] })], '[true]'],
    ['any', 'good', ['{"b":[1,null,"x"],"a":true}'], '{"a":true,"b":[1,null,"x"]}'],
    ['any', 'null', ['null'], 'null'],
    ['nullable', 'null', ['null'], 'null'],
    ['nullable', 'good', ['4'], '4'],
    ['optional', 'missing', [], '{"other":7}'],
    ['optional', 'empty', [''], '{"other":7,"value":""}'],
    ['optional', 'good', ['x', '8'], '{"other":8,"value":"x"}'],
    ['rest', 'missing', [], '[]'],
    ['rest', 'good', ['1', '2', '3'], '[1,2,3]'],
    ['checked', 'boundary', ['9'], '9'],
];

/** type, case, argument, the sentence of the refusal */
const REFUSED: readonly [string, string, Arg[], string][] = [
    ['string', 'missing', [], 'value is missing'],
    ['string', 'extra', ['a', 'b'], 'takes 1 argument (value), not 2'],
    ['string', 'hostile: invalid UTF-8', [NOT_UTF8], 'value must be UTF-8, not "0x22ff22"'],
    ['number', 'empty', [''], 'value must be a number, not an empty text'],
    ['number', 'wrong: space', [' 1'], 'value must be a number, not " 1"'],
    ['number', 'wrong: hex', ['0x10'], 'value must be a number, not "0x10"'],
    ['number', 'wrong: a leading zero', ['01'], 'value must be a number, not "01"'],
    ['number', 'wrong: a plus', ['+1'], 'value must be a number, not "+1"'],
    ['number', 'wrong: NaN', ['NaN'], 'value must be a number, not "NaN"'],
    ['number', 'wrong: JSON', ['"1"'], 'value must be a number, not "\\"1\\""'],
    [
        'number',
        'boundary: too large',
        ['9007199254740992'],
        'value must be a number that a double can hold, not an integer beyond ±(2^53 - 1), which takes a bigint, not "9007199254740992"',
    ],
    [
        'number',
        'boundary: infinite',
        ['1e400'],
        'value must be a number that a double can hold, not a number too large for a double, not "1e400"',
    ],
    [
        'number',
        'hostile: 10 MB',
        ['1'.repeat(10_000_000)],
        'value must be a number that a double can hold, not a number too large for a double, not "111111111111111111111111111111111111111…"',
    ],
    ['boolean', 'wrong: case', ['TRUE'], 'value must be true or false, not "TRUE"'],
    ['boolean', 'wrong: number', ['1'], 'value must be true or false, not "1"'],
    ['boolean', 'empty', [''], 'value must be true or false, not an empty text'],
    ['bigint', 'wrong: fraction', ['1.0'], 'value must be an integer in decimal digits, not "1.0"'],
    ['bigint', 'wrong: minus zero', ['-0'], 'value must be an integer in decimal digits, not "-0"'],
    ['bigint', 'wrong: literal', ['1n'], 'value must be an integer in decimal digits, not "1n"'],
    ['bigint', 'empty', [''], 'value must be an integer in decimal digits, not an empty text'],
    [
        'bigint',
        'hostile: 1,001 digits',
        ['9'.repeat(1_001)],
        'value must be an integer of at most 1000 digits, not "999999999999999999999999999999999999999…"',
    ],
    [
        'date',
        'wrong: no time',
        ['2025-01-31'],
        'value must be a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339), not "2025-01-31"',
    ],
    [
        'date',
        'wrong: no offset',
        ['2025-01-31T12:00:00'],
        'value must be a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339), not "2025-01-31T12:00:00"',
    ],
    [
        'date',
        'boundary: 30 February',
        ['2025-02-30T12:00:00Z'],
        'value must be a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339), not "2025-02-30T12:00:00Z"',
    ],
    [
        'date',
        'boundary: 24:00',
        ['2025-01-31T24:00:00Z'],
        'value must be a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339), not "2025-01-31T24:00:00Z"',
    ],
    [
        'date',
        'boundary: microseconds',
        ['2025-01-31T12:00:00.000001Z'],
        'value must be a date and time with milliseconds at the finest, not "2025-01-31T12:00:00.000001Z"',
    ],
    [
        'date',
        'empty',
        [''],
        'value must be a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339), not an empty text',
    ],
    ['numericEnum', 'wrong: its name', ['High'], 'value must be one of 0, 1, not "High"'],
    ['numericEnum', 'wrong', ['2'], 'value must be one of 0, 1, not "2"'],
    ['stringEnum', 'wrong: its name', ['Red'], 'value must be one of "red", "blue", not "Red"'],
    ['stringEnum', 'hostile', ['toString'], 'value must be one of "red", "blue", not "toString"'],
    ['literals', 'wrong', ['b'], 'value must be one of "a", 1, true, not "b"'],
    ['order', 'empty', [''], 'value must be JSON of Order, not an empty text'],
    ['order', 'wrong: array', ['[]'], 'value must be an object with id, count'],
    ['order', 'wrong: null', ['null'], 'value must be an object with id, count'],
    [
        'order',
        'missing members',
        ['{}'],
        'value.id is missing; value.count is missing; value.total is missing; value.due is missing; value.proof is missing; value.open is missing; value.price is missing; value.lines is missing',
    ],
    ['order', 'extra', [order({ x: 1 })], 'value.x is not a property of Order'],
    [
        'order',
        'nothing is coerced',
        [order({ count: '2', open: 'true', total: 5, due: 0, proof: [255] })],
        'value.count must be a number, not "2"; value.total must be a string with an integer in decimal digits, not 5; value.due must be a string with a date and time (RFC 3339), not 0; value.proof must be a string with bytes in base64, not an array; value.open must be true or false, not "true"',
    ],
    ['order', 'nested: missing', [order({ price: { value: 1 } })], 'value.price.currency is missing'],
    [
        'order',
        'nested: an array for a class',
        [order({ price: [] })],
        'value.price must be an object with value, currency, not an array',
    ],
    ['order', 'nested: null', [order({ price: null })], 'value.price must be an object with value, currency, not null'],
    [
        'order',
        'nested: rules',
        [order({ price: { value: -1, currency: 'X' } })],
        'value.price.value must not be less than 0; value.price.currency must be one of the following values: EUR, USD',
    ],
    [
        'order',
        'array: an element',
        [order({ lines: [AMOUNT, { ...AMOUNT, value: 0.5 }, 1] })],
        'value.lines[1].value must be an integer number; value.lines[2] must be an object with value, currency, not 1',
    ],
    [
        'order',
        'array: rules',
        [order({ lines: [AMOUNT, AMOUNT, AMOUNT, AMOUNT] })],
        'value.lines must contain no more than 3 elements',
    ],
    ['order', 'map', [order({ stock: { 'a b': 'x' } })], 'value.stock["a b"] must be a number, not "x"'],
    ['order', 'hostile: __proto__', ['{"__proto__":{"id":"x"}}'], 'value.__proto__ is not a property of Order'],
    [
        'order',
        'hostile: constructor',
        [order({ constructor: { prototype: {} } })],
        'value.constructor is not a property of Order',
    ],
    [
        'order',
        'hostile: in a record',
        [order({}).replace('{', '{"flags":{"__proto__":true},')],
        'value.flags.__proto__ is not a name that a record may have',
    ],
    [
        'order',
        'hostile: duplicate',
        ['{"id":"a","id":"b"}'],
        'value is not acceptable JSON: the name "id" twice in one object at character 11',
    ],
    ['order', 'hostile: invalid UTF-8', [NOT_UTF8], 'value must be JSON in UTF-8, not "0x22ff22"'],
    [
        'order',
        'hostile: depth',
        [`{"tags":${DEEP}`],
        'value is not acceptable JSON: nesting deeper than 100 at character 108',
    ],
    [
        'order',
        'hostile: 10 MB',
        [JSON.stringify({ [HUGE]: 1 })],
        'value["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"] is not a property of Order',
    ],
    [
        'drawing',
        'wrong kind',
        ['{"shapes":[{"kind":"oval"}]}'],
        'value.shapes[0].kind must be one of "circle", "square", not "oval"',
    ],
    [
        'drawing',
        'missing kind',
        ['{"shapes":[{}]}'],
        'value.shapes[0].kind is missing: it must be one of "circle", "square"',
    ],
    [
        'drawing',
        'another kind',
        ['{"shapes":[{"kind":"square","radius":1}]}'],
        'value.shapes[0].radius is not a property of Square; value.shapes[0].side is missing',
    ],
    [
        'drawing',
        'hostile',
        ['{"shapes":[{"kind":"__proto__"}]}'],
        'value.shapes[0].kind must be one of "circle", "square", not "__proto__"',
    ],
    ['array', 'wrong', ['{}'], 'value must be an array, not an object'],
    ['array', 'empty', [''], 'value must be JSON of Amount[], not an empty text'],
    ['map', 'wrong', ['[]'], 'value must be an object, not an array'],
    ['map', 'wrong element', ['{"a":true}'], 'value.a must be a number, not true'],
    ['record', 'hostile', ['{"__proto__":{}}'], 'value.__proto__ is not a name that a record may have'],
    [
        'generic',
        'wrong',
        ['{"bookmark":"","items":[{}]}'],
        'value.items[0].value is missing; value.items[0].currency is missing',
    ],
    ['any', 'hostile', ['{"a":{"__proto__":1}}'], 'value.a.__proto__ is not a name that a record may have'],
    [
        'any',
        'hostile: duplicate',
        ['[{"a":1,"a":1}]'],
        'value is not acceptable JSON: the name "a" twice in one object at character 9',
    ],
    ['nullable', 'wrong', ['nil'], 'value must be a number, not "nil"'],
    ['optional', 'extra', ['a', '1', 'c'], 'takes 0 to 2 arguments (value, other), not 3'],
    ['rest', 'wrong', ['1', 'x', 'y'], 'values[1] must be a number, not "x"; values[2] must be a number, not "y"'],
    ['checked', 'rules', ['0.5'], 'value must be an integer number; value must not be less than 1'],
];

describe('types', () => {
    it.each(ACCEPTED)('%s: %s', async (type, _, args, result) => {
        const answer = await peer.invoke(type, ...args);
        expect(answer.message).toBe('');
        expect(answer.payload === result || answer.payload).toBe(true);
    });

    it.each(REFUSED)('%s: %s is refused', async (type, _, args, sentence) => {
        const answer = await peer.invoke(type, ...args);
        expect(answer.status).toBe(400);
        expect(answer.message).toContain(`VALIDATION_FAILED: ${sentence}`);
    });

    it('cost is in proportion to the size of the argument', () => {
        const { plans } = compileContracts({ contracts: [Echo] });
        const plan = plans[0]?.transactions.get('array');
        const validatorsFor = (size: number, element: object): number => {
            const failures = new Failures();
            plan?.arguments.read([Buffer.from(JSON.stringify(Array.from({ length: size }, () => element)))], failures);
            return failures.validatorsRun;
        };
        for (const element of [AMOUNT, { value: -1, currency: 'X' }]) {
            expect(validatorsFor(100, element)).toBe(300);
            expect(validatorsFor(1_000, element)).toBe(3_000);
        }
    });

    it('a thousand wrong elements give a bounded message, and all of them in the payload', async () => {
        const answer = await peer.invoke('array', JSON.stringify(Array.from({ length: 1_000 }, () => 'wrong')));
        expect(Buffer.byteLength(answer.message)).toBeLessThanOrEqual(2_000);
        expect(answer.message).toMatch(/^VALIDATION_FAILED: value\[0\] must be .*; … and 990 more$/);
        const { details } = JSON.parse(answer.payload) as { details: unknown[] };
        expect(details).toHaveLength(1_000);
    });

    it('a hundred thousand wrong elements do not become a larger answer', async () => {
        const answer = await peer.invoke('array', `[${'0,'.repeat(99_999)}0]`);
        expect(answer.bytes.length).toBeLessThan(200_000);
        expect(answer.payload).toContain('… and 99000 more');
    });

    it('instances are of their classes, also when they are nested', () => {
        const { plans } = compileContracts({ contracts: [Echo] });
        const failures = new Failures();
        const [value] = plans[0]?.transactions
            .get('order')
            ?.arguments.read([Buffer.from(order({ previous: ORDER }))], failures) as [Order];
        expect(value).toBeInstanceOf(Order);
        expect(value.previous).toBeInstanceOf(Order);
        expect(value.price).toBeInstanceOf(Amount);
        expect(value.lines[0]).toBeInstanceOf(Amount);
        expect(value.stock).toBeInstanceOf(Map);
        expect(value).toMatchObject({ total: 123456789012345678901234567890n, due: new Date('2025-01-31T12:00:00Z') });
    });

    it('ctx.deserialize reads what ctx.serialize wrote', () => {
        const ctx = new Context();
        const bytes = Buffer.from(order({ tags: ['x'] }));
        const value = ctx.deserialize(Order, bytes);
        expect(ctx.deserialize(Order, ctx.serialize(value))).toEqual(value);
        expect(ctx.deserialize([Order], ctx.serialize([value]))).toEqual([value]);
        const count: number = ctx.deserialize(Number, ctx.serialize(5));
        expect(count).toBe(5);
        expect(() => ctx.deserialize(Order, Buffer.alloc(0))).toThrow('there is no value');
        expect(() => ctx.serialize({ at: { n: NaN } })).toThrow('state.at.n is NaN, which JSON cannot represent');
    });
});
