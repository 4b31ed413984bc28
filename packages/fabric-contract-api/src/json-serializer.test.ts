import { describe, expect, it } from '@jest/globals';
import { Exclude, Expose, instanceToPlain, plainToInstance, Transform, Type } from 'class-transformer';
import fc from 'fast-check';
import { JSONSerializer } from './index';
import { instanceOf } from './transforming/plain-instance';
import { jsonOf } from './transforming/plain-json';

const serializer = new JSONSerializer();

class Bare {
    id = 'none';
    readonly #size = 1;

    get size(): number {
        return this.#size;
    }

    set color(color: string) {
        this.id += color;
    }

    label(): string {
        return this.id;
    }
}

class Typed {
    @Type(() => Bare) part!: Bare;
    @Type(() => Date) made!: Date;
    @Exclude({ toPlainOnly: true }) secret!: string;
    @Expose({ name: 'shown' }) hidden!: string;
    @Transform(({ value }) => String(value).trim()) note!: string;
}

class WithMoney {
    readonly price = { amount: 5, toJSON: (): string => '5 EUR' };
}

/** Values as they are after a way through JSON, which knows no -0, with the names that objects inherit among them. */
const json = fc
    .letrec<{ value: unknown }>((tie) => ({
        value: fc.oneof(
            { maxDepth: 3, withCrossShrink: true },
            fc.jsonValue({ maxDepth: 0 }),
            fc.array(tie('value'), { maxLength: 3 }),
            fc.dictionary(
                fc.oneof(
                    fc.string({ maxLength: 3 }),
                    fc.constantFrom('id', 'size', 'color', 'label', 'toString', '__proto__'),
                ),
                tie('value'),
                { maxKeys: 4 },
            ),
        ),
    }))
    .value.map((value) => JSON.parse(JSON.stringify(value)) as unknown);

/** Without the names that class-transformer leaves out. */
function isOrdinary(value: unknown): boolean {
    return !/"(?:__proto__|constructor)"/.test(JSON.stringify(value));
}

/** What comes of it, or why nothing does. */
function outcome(make: () => unknown): unknown {
    try {
        return make();
    } catch (error) {
        return String(error);
    }
}

describe('an argument of a class', () => {
    it.each([
        ['without decorators of class-transformer', Bare],
        ['with them', Typed],
    ])('is made as class-transformer makes it, of a class %s', (_what, type) => {
        fc.assert(
            fc.property(json, (value) => {
                const text = JSON.stringify(value);
                const expected = outcome(() => plainToInstance(type as new () => object, JSON.parse(text) as object));
                expect(outcome(() => instanceOf(type, JSON.parse(text)))).toStrictEqual(expected);
            }),
        );
    });
});

describe('the JSON of a result', () => {
    const example = plainToInstance(Typed, { part: { id: 'p' }, made: 0, secret: 's', hidden: 'h', note: ' n ' });

    it.each([
        ['text in an object', { b: 'x', a: [1, null, undefined, true] }],
        ['instances', [new Bare(), { bare: new Bare() }]],
        ['decorated instances', [example]],
        ['a Date and a Buffer', { at: new Date(0), bytes: Buffer.from('hi') }],
        ['a Map and a Set', { map: new Map([['a', 1]]), set: new Set([1]) }],
        ['an object that makes its own JSON', new WithMoney()],
        ['a function', { id: 1, label: () => 'called' }],
        // eslint-disable-next-line no-sparse-arrays -- that is what it is about
        ['holes', [1, , 2]],
        ['the name constructor', { a: 1, constructor: 'b' }],
        ['bytes that are no Buffer', new Uint8Array([1, 2])],
    ])('is what class-transformer and JSON.stringify make of %s', (_what, value) => {
        expect(outcome(() => jsonOf(value))).toBe(outcome(() => JSON.stringify(instanceToPlain(value))));
    });

    it('is that of any value', () => {
        fc.assert(
            fc.property(fc.anything({ withDate: true, withNullPrototype: false }), (value) => {
                expect(outcome(() => jsonOf(value))).toBe(outcome(() => JSON.stringify(instanceToPlain(value))));
            }),
        );
    });
});

describe('JSONSerializer', () => {
    it.each([
        [undefined, undefined],
        [null, undefined],
        ['text', 'text'],
        [5, '5'],
        [false, 'false'],
        [{ b: 1, a: 2 }, '{"b":1,"a":2}'],
        [Buffer.from('hi'), '{"type":"Buffer","data":[104,105]}'],
    ])('makes bytes of %j', (value, expected) => {
        expect(serializer.toBuffer(value)?.toString()).toBe(expected);
    });

    it.each([
        ['string', 5],
        ['number', '5'],
    ])('refuses a result that is no %s where it is declared as one', (type, value) => {
        expect(() => serializer.toBuffer(value, { type })).toThrow(
            `Returned value is ${typeof value} does not match schema type of ${type}`,
        );
    });

    it('reads what it wrote', () => {
        const whole = { properties: { prop: {} } };
        fc.assert(
            fc.property(json.filter(isOrdinary), (value) => {
                const bytes = serializer.toBuffer({ value }) ?? Buffer.alloc(0);
                expect(serializer.fromBuffer(bytes, whole).value).toEqual({ value });
            }),
        );
        expect(serializer.fromBuffer(Buffer.from('{"type":"Buffer","data":[104,105]}'), whole).value).toEqual(
            Buffer.from('hi'),
        );
    });

    it.each([
        ['Buffer needs to be supplied', undefined, {}],
        ['Schema has not been specified', Buffer.from('{}'), undefined],
    ])('says: %s', (message, data, schema) => {
        expect(() => serializer.fromBuffer(data as Buffer, schema as never)).toThrow(message);
    });
});
