import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { compileContracts } from './compile/compile-contracts';
import { Failures } from './failures/failures';
import { ContractChaincode } from './index';
import { AMOUNT, DEEP, Echo, HUGE, NOT_UTF8, order } from './testing/echo';
import { ScriptedPeer } from './testing/scripted-peer';

type Arg = string | Buffer;

/** What every type is given. */
const COLUMNS = {
    empty: '',
    __proto__: '{"__proto__":{"id":"x"}}',
    constructor: '{"constructor":{"prototype":{}}}',
    '10 MB': JSON.stringify(HUGE),
    'depth 10,000': DEEP,
    'invalid UTF-8': NOT_UTF8,
    'duplicate keys': '{"a":1,"a":2}',
} as const;

type Column = keyof typeof COLUMNS;

/** The sentence of a refusal; or, where the type accepts it, what comes back (true: the same as was given). */
type Expected = string | { readonly accepted: Arg | true };

interface Row extends Record<Column, Expected> {
    readonly good: Arg;
    /** The last value that is accepted. */
    readonly boundary: Arg;
    /** An argument, and the sentence of its refusal. */
    readonly wrong: readonly [Arg, string] | undefined;
    /** Of a call without arguments; undefined where that is allowed. */
    readonly missing: string | undefined;
    /** Of a call with one argument more; undefined where there may be any number. */
    readonly extra: string | undefined;
}

const COUNTED = { missing: 'value is missing', extra: 'takes 1 argument (value), not 2' };
const UNCHANGED = { accepted: true } as const;

/** Every text is one: only bytes that are not text are refused. */
const TEXT = {
    good: 'ä€😀',
    boundary: '\u0000\ufeff',
    wrong: [NOT_UTF8, 'value must be UTF-8, not "0x22ff22"'],
    ...COUNTED,
    empty: UNCHANGED,
    ['__proto__']: UNCHANGED,
    constructor: UNCHANGED,
    '10 MB': UNCHANGED,
    'depth 10,000': UNCHANGED,
    'invalid UTF-8': 'value must be UTF-8, not "0x22ff22"',
    'duplicate keys': UNCHANGED,
} as const satisfies Row;

const BYTES: Row = {
    ...TEXT,
    good: Buffer.from([0, 255]),
    boundary: NOT_UTF8,
    wrong: undefined,
    'invalid UTF-8': UNCHANGED,
};

/** What stands bare, and is refused by its grammar. */
function bare(expected: string, row: Pick<Row, 'good' | 'boundary'> & { wrong: string }, tooLong?: string): Row {
    const refusal = (found: string, of = expected): string => `value must be ${of}, not ${found}`;
    return {
        ...COUNTED,
        ...row,
        wrong: [row.wrong, refusal(JSON.stringify(row.wrong))],
        empty: refusal('an empty text'),
        ['__proto__']: refusal('"{\\"__proto__\\":{\\"id\\":\\"x\\"}}"'),
        constructor: refusal('"{\\"constructor\\":{\\"prototype\\":{}}}"'),
        '10 MB': refusal(`"\\"${'x'.repeat(37)}…"`, tooLong),
        'depth 10,000': refusal(`"${'['.repeat(39)}…"`, tooLong),
        'invalid UTF-8': 'value must be UTF-8, not "0x22ff22"',
        'duplicate keys': refusal('"{\\"a\\":1,\\"a\\":2}"'),
    };
}

type JsonRow = Pick<Row, 'good' | 'boundary' | '__proto__' | 'constructor' | '10 MB'> & {
    readonly wrong: [string, string];
};

/** What is JSON, and is refused by that first. */
function json(name: string, row: JsonRow): Row {
    return {
        ...COUNTED,
        ...row,
        empty: `value must be JSON of ${name}, not an empty text`,
        'depth 10,000': 'value is not acceptable JSON: nesting deeper than 100 at character 101',
        'invalid UTF-8': 'value must be JSON in UTF-8, not "0x22ff22"',
        'duplicate keys': 'value is not acceptable JSON: the name "a" twice in one object at character 8',
    };
}

const LONG = `"${'x'.repeat(39)}…"`;
const DATE = 'a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339)';
const NUMBER = bare('a number', { good: '-125', boundary: '9007199254740991', wrong: 'NaN' });

const TABLE: Readonly<Record<string, Row>> = {
    string: TEXT,
    number: NUMBER,
    boolean: bare('true or false', { good: 'true', boundary: 'false', wrong: 'True' }),
    bigint: bare(
        'an integer in decimal digits',
        { good: '-123456789012345678901234567890', boundary: '9'.repeat(1_000), wrong: '1.0' },
        'an integer of at most 1000 digits',
    ),
    date: bare(DATE, {
        good: '2025-01-31T12:00:00.000Z',
        boundary: '9999-12-31T23:59:59.999Z',
        wrong: '2025-02-30T12:00:00Z',
    }),
    bytes: BYTES,
    buffer: BYTES,
    numericEnum: bare('one of 0, 1', { good: '0', boundary: '1', wrong: 'High' }),
    stringEnum: bare('one of "red", "blue"', { good: 'red', boundary: 'blue', wrong: 'Red' }),
    literals: bare('one of "a", 1, true', { good: 'a', boundary: 'true', wrong: 'b' }),
    nullable: bare('a number', { good: '4', boundary: 'null', wrong: 'nil' }),
    checked: { ...NUMBER, good: '1', boundary: '9', wrong: ['10', 'value must not be greater than 9'] },
    optional: { ...TEXT, missing: undefined, extra: 'takes 0 to 2 arguments (value, other), not 3' },
    rest: { ...restOf(NUMBER), missing: undefined, extra: undefined },
    order: json('Order', {
        good: order({}),
        boundary: order({ lines: [AMOUNT, AMOUNT, AMOUNT] }),
        wrong: [order({ count: '2' }), 'value.count must be a number, not "2"'],
        ['__proto__']: 'value.__proto__ is not a property of Order; value.id is missing; value.count is missing',
        constructor: 'value.constructor is not a property of Order; value.id is missing; value.count is missing',
        '10 MB': `value must be an object with id, count, total, due, proof, open, price, lines,`,
    }),
    drawing: json('Drawing', {
        good: '{"shapes":[{"kind":"square","side":1}]}',
        boundary: '{"shapes":[]}',
        wrong: ['{"shapes":[{"kind":"oval"}]}', 'value.shapes[0].kind must be one of "circle", "square", not "oval"'],
        ['__proto__']: 'value.__proto__ is not a property of Drawing; value.shapes is missing',
        constructor: 'value.constructor is not a property of Drawing; value.shapes is missing',
        '10 MB': `value must be an object with shapes, not ${LONG}`,
    }),
    generic: json('Page', {
        good: JSON.stringify({ bookmark: '', items: [AMOUNT] }),
        boundary: '{"bookmark":"","items":[]}',
        wrong: ['{"bookmark":"","items":[1]}', 'value.items[0] must be an object with value, currency, not 1'],
        ['__proto__']: 'value.__proto__ is not a property of Page; value.bookmark is missing; value.items is missing',
        constructor: 'value.constructor is not a property of Page; value.bookmark is missing; value.items is missing',
        '10 MB': `value must be an object with bookmark, items, not ${LONG}`,
    }),
    array: json('Amount[]', {
        good: JSON.stringify([AMOUNT]),
        boundary: '[]',
        wrong: ['[[]]', 'value[0] must be an object with value, currency, not an array'],
        ['__proto__']: 'value must be an array, not an object',
        constructor: 'value must be an array, not an object',
        '10 MB': `value must be an array, not ${LONG}`,
    }),
    map: json('Map<string, number>', {
        good: '{"a":1}',
        boundary: '{"":0}',
        wrong: ['{"a":true}', 'value.a must be a number, not true'],
        ['__proto__']: 'value.__proto__ must be a number, not an object',
        constructor: 'value.constructor must be a number, not an object',
        '10 MB': `value must be an object, not ${LONG}`,
    }),
    record: json('Record<string, Amount>', {
        good: JSON.stringify({ a: AMOUNT }),
        boundary: '{}',
        wrong: ['{"a":null}', 'value.a must be an object with value, currency, not null'],
        ['__proto__']:
            'value.__proto__ is not a name that a record may have; value.__proto__.id is not a property of Amount',
        constructor: 'value.constructor.prototype is not a property of Amount; value.constructor.value is missing',
        '10 MB': `value must be an object, not ${LONG}`,
    }),
    any: json('any', {
        good: '[1,null,"x"]',
        boundary: `${'['.repeat(100)}${']'.repeat(100)}`,
        wrong: ['{"a":01}', 'value is not acceptable JSON: a malformed number at character 6'],
        ['__proto__']: 'value.__proto__ is not a name that a record may have',
        constructor: UNCHANGED,
        '10 MB': { accepted: HUGE },
    }),
};

/** Each argument of a rest parameter is an element. */
function restOf(row: Row): Row {
    const sentence = (text: unknown): unknown =>
        typeof text === 'string' ? text.replace(/^value/, 'values[0]') : text;
    const [wrong, refused] = row.wrong ?? [];
    const columns = Object.keys(COLUMNS).map((column) => [column, sentence(row[column as Column])]);
    return {
        ...row,
        ...(Object.fromEntries(columns) as Record<Column, Expected>),
        wrong: [wrong ?? '', String(sentence(refused))],
    };
}

let peer: ScriptedPeer;
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [Echo] }));
});
afterAll(() => peer.close());

interface Refused {
    readonly code: string;
    readonly details: readonly { readonly path: string; readonly message: string }[];
}

async function expectRefused(sentence: string, type: string, ...args: Arg[]): Promise<void> {
    const { status, message, payload } = await peer.invoke(type, ...args);
    expect([status, message.slice(0, `VALIDATION_FAILED: ${sentence}`.length)]).toEqual([
        400,
        `VALIDATION_FAILED: ${sentence}`,
    ]);
    const { details } = JSON.parse(payload) as Refused;
    for (const { path, message: text } of details) expect(text.startsWith(path)).toBe(true);
}

async function expectAnswered(type: string, ...args: Arg[]): Promise<Buffer> {
    const { status, message, bytes } = await peer.invoke(type, ...args);
    expect([status, message]).toEqual([200, '']);
    return bytes;
}

const rows = Object.entries(TABLE);
const cells = rows.flatMap(([type, row]) =>
    Object.entries(COLUMNS).map(([column, arg]) => ({ type, column, arg, expected: row[column as Column] })),
);
const bad = cells.flatMap(({ expected, ...cell }) => (typeof expected === 'string' ? { ...cell, expected } : []));
const harmless = cells.flatMap(({ expected, ...cell }) =>
    typeof expected === 'string' ? [] : { ...cell, ...expected },
);

describe('the table of types', () => {
    it('has every type', () => {
        const { plans } = compileContracts({ contracts: [Echo] });
        expect(rows.map(([type]) => type).sort()).toEqual(Array.from(plans[0]?.transactions.keys() ?? []).sort());
    });

    it.each(rows)('%s takes what is good, to the boundary', async (type, { good, boundary }) => {
        for (const arg of [good, boundary]) expect((await expectAnswered(type, arg)).length).toBeGreaterThan(0);
    });

    it.each(rows.filter(([, { wrong }]) => wrong !== undefined))(
        '%s refuses what is wrong',
        async (type, { wrong }) => {
            const [arg = '', sentence = ''] = wrong ?? [];
            await expectRefused(sentence, type, arg);
        },
    );

    it.each(rows.filter(([, { missing }]) => missing !== undefined))(
        '%s has to be given',
        async (type, { missing }) => {
            await expectRefused(missing ?? '', type);
        },
    );

    it.each(rows.filter(([, { extra }]) => extra !== undefined))(
        '%s takes nothing beyond',
        async (type, { good, extra }) => {
            const args = type === 'optional' ? [good, '1', '2'] : [good, good];
            await expectRefused(extra ?? '', type, ...args);
        },
    );

    it.each(bad)('$type refuses $column', async ({ type, arg, expected }) => {
        await expectRefused(expected, type, arg);
        expect(Reflect.get({}, 'id')).toBeUndefined();
    });

    it.each(harmless)('$type takes $column for what it is', async ({ type, arg, accepted }) => {
        const answer = await expectAnswered(type, arg);
        const given = type === 'optional' ? Buffer.from(JSON.stringify({ other: 7, value: arg })) : Buffer.from(arg);
        expect(answer.equals(accepted === true ? given : Buffer.from(accepted))).toBe(true);
    });
});

/** Arguments of a size. */
const SIZED: readonly [string, (n: number) => string][] = [
    ['array', (n) => JSON.stringify(Array.from({ length: n }, () => AMOUNT))],
    ['array', (n) => JSON.stringify(Array.from({ length: n }, () => ({ value: -1, currency: 'X' })))],
    ['array', (n) => JSON.stringify(Array.from({ length: n }, () => 'x'))],
    ['map', (n) => JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, index) => [`k${index}`, index])))],
    ['record', (n) => JSON.stringify(Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, AMOUNT])))],
    ['order', (n) => order({ tags: Array.from({ length: n }, () => 'tag') })],
    ['order', (n) => order(Object.fromEntries(Array.from({ length: n }, (_, index) => [`k${index}`, index])))],
    ['drawing', (n) => JSON.stringify({ shapes: Array.from({ length: n }, () => ({ kind: 'square', side: 1 })) })],
    ['generic', (n) => JSON.stringify({ bookmark: 'x'.repeat(n), items: Array.from({ length: n }, () => AMOUNT) })],
    ['any', (n) => JSON.stringify(Array.from({ length: n }, () => ({ a: [1, 'x'] })))],
];

describe('the cost of an argument', () => {
    const { plans } = compileContracts({ contracts: [Echo] });

    /** Characters read and validators run for an argument. */
    function workOf(type: string, arg: string): { characters: number; validators: number } {
        const looks = jest.spyOn(String.prototype, 'charCodeAt');
        const failures = new Failures();
        plans[0]?.transactions.get(type)?.arguments.read([Buffer.from(arg)], failures);
        const characters = looks.mock.calls.length;
        looks.mockRestore();
        return { characters, validators: failures.validatorsRun };
    }

    it.each(SIZED)('of type %s is in proportion to its size: %#', (type, sized) => {
        const [small, large] = [sized(100), sized(1_000)];
        const [few, many] = [workOf(type, small), workOf(type, large)];
        expect(few.characters).toBeGreaterThan(small.length / 2);
        expect(many.characters / large.length).toBeLessThanOrEqual((few.characters / small.length) * 1.1);
        expect(many.validators).toBeLessThanOrEqual(few.validators * 10);
    });
});
