import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import * as v from 'class-validator';
import fc from 'fast-check';
import { Context, ContractError, type Failure, Property, Transform, Type, type TypeSpec } from '../index';

/** A property of a random class: its type, decorators, and the values that are given to it. */
interface Kind {
    readonly spec: TypeSpec;
    readonly decorators: readonly (() => PropertyDecorator)[];
    readonly values: fc.Arbitrary<unknown>;
}

class Nested {
    @Property(String) @v.Length(2, 4) code!: string;
    @Property(Number) @v.IsInt() @v.Min(0) count!: number;
}

const text = fc.constantFrom('', 'a', ' ab', 'abc', 'abcdef', '12', 'a@b.cd');
const number = fc.constantFrom(-2.5, -1, 0, 1, 3, 4.25, 1000);
const nested = fc.record({ code: text, count: number });
const onNested = [(): PropertyDecorator => v.ValidateNested(), (): PropertyDecorator => Type(() => Nested)];

const KINDS: readonly Kind[] = [
    {
        spec: String,
        decorators: [
            () => v.IsString(),
            () => v.Length(1, 3),
            () => v.MinLength(2, { message: 'too short' }),
            () => v.IsEmail(),
            () => v.IsNumberString(),
            () => v.Matches(/^a/),
            () => v.IsIn(['abc', '12']),
            () => v.IsNotEmpty(),
            () => v.ValidateIf((_object, value) => value !== ''),
            () => v.ValidateIf((object: object) => Reflect.get(object, 'p0') !== 'a'),
            () => v.ValidateBy({ name: 'even', validator: { validate: (value: string) => value.length % 2 === 0 } }),
            () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
        ],
        values: text,
    },
    {
        spec: Number,
        decorators: [
            () => v.IsInt(),
            () => v.IsPositive(),
            () => v.Min(0),
            () => v.Max(3),
            () => v.IsDivisibleBy(2),
            () => v.IsNumber({ maxDecimalPlaces: 1 }),
            () => Transform(({ value }: { value: unknown }) => Number(value) + 1),
        ],
        values: number,
    },
    {
        spec: Boolean,
        decorators: [() => v.IsBoolean(), () => v.Equals(true), () => v.IsIn([false])],
        values: fc.boolean(),
    },
    {
        spec: [String],
        decorators: [
            () => v.ArrayMinSize(1),
            () => v.ArrayMaxSize(2),
            () => v.ArrayUnique(),
            () => v.Length(1, 3, { each: true }),
            () => v.ArrayContains(['a']),
        ],
        values: fc.array(text, { maxLength: 3 }),
    },
    { spec: Nested, decorators: onNested, values: nested },
    { spec: [Nested], decorators: onNested, values: fc.array(nested, { maxLength: 2 }) },
];

/** From here on, kinds are of nested objects. */
const FIRST_NESTED = 4;

/** The numbers of a property's kind and of its decorators. Classes of ours are validated without being told so. */
const property = fc.nat(KINDS.length - 1).chain((kind) => {
    const { decorators = [] } = KINDS[kind] ?? {};
    const all = decorators.map((_, index) => index);
    const some = kind >= FIRST_NESTED ? fc.constant(all) : fc.subarray(all, { minLength: 1 });
    return fc.record({ kind: fc.constant(kind), chosen: some });
});

const given = fc.array(property, { minLength: 1, maxLength: 4 }).chain((properties) =>
    fc.record({
        properties: fc.constant(properties),
        values: fc.tuple(...properties.map(({ kind }) => KINDS[kind]?.values ?? fc.constant(null))),
    }),
);

/** By their classes. class-validator's own container is a list, which it searches from its start each time. */
const validators = new Map<unknown, unknown>();
v.useContainer({
    get: (validator: new () => unknown) => {
        if (!validators.has(validator)) validators.set(validator, new validator());
        return validators.get(validator);
    },
});

interface PropertyOfClass {
    readonly kind: number;
    readonly chosen: readonly number[];
}

/**
 * Uses a random class, and has class-validator forget it: it goes through all classes that it knows, to find those that
 * one extends, and would take longer with each of thousands.
 */
function withClass(properties: readonly PropertyOfClass[], use: (target: new () => object) => void): void {
    const target = classWith(properties);
    try {
        use(target);
    } finally {
        (Reflect.get(v.getMetadataStorage(), 'validationMetadatas') as Map<unknown, unknown>).delete(target);
    }
}

function classWith(properties: readonly PropertyOfClass[]): new () => object {
    class Random {
        [name: string]: unknown;
    }
    for (const [index, { kind, chosen }] of properties.entries()) {
        const { spec, decorators = [] } = KINDS[kind] ?? {};
        if (spec !== undefined) Property(spec)(Random.prototype, `p${index}`);
        for (const number of chosen) decorators[number]?.()(Random.prototype, `p${index}`);
    }
    return Random;
}

/** What class-transformer and class-validator say, as `path constraint`. */
function verdictsOfLibraries(target: new () => object, plain: object): string[] {
    // By default, class-validator refuses objects of classes without validators, which are classes here as well.
    return flattened(v.validateSync(plainToInstance(target, plain), { forbidUnknownValues: false }), 'state').sort();
}

function flattened(errors: readonly v.ValidationError[], parent: string): string[] {
    return errors.flatMap(({ property: name, constraints = {}, children = [] }) => {
        const path = /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
        return [...Object.keys(constraints).map((constraint) => `${path} ${constraint}`), ...flattened(children, path)];
    });
}

function verdictsOfPlan(target: new () => object, plain: object): string[] {
    try {
        new Context().deserialize(target, Buffer.from(JSON.stringify(plain)));
        return [];
    } catch (error) {
        if (!ContractError.is(error) || error.code !== 'INVALID_STATE') throw error;
        const failures = error.details as readonly Failure[];
        return failures.map(({ path, constraint }) => `${path} ${constraint}`).sort();
    }
}

describe('what is read of JSON', () => {
    it('breaks the rules that class-transformer and class-validator find broken, for random classes and values', () => {
        let accepted = 0;
        fc.assert(
            fc.property(given, ({ properties, values }) => {
                withClass(properties, (target) => {
                    const plain = Object.fromEntries(values.map((value, index) => [`p${index}`, value]));
                    const expected = verdictsOfLibraries(target, plain);
                    const found = verdictsOfPlan(target, plain);
                    // Where a nested object is refused, validators that may look at it are not asked about the others.
                    const isNested = properties.some(({ kind }) => kind >= FIRST_NESTED);
                    expect(isNested ? expected : found).toEqual(expected);
                    expect(expected).toEqual(expect.arrayContaining(found));
                    expect(found.length > 0).toBe(expected.length > 0);
                    if (expected.length === 0) accepted += 1;
                });
            }),
            { numRuns: 1_000 },
        );
        // Neither all of them nor none, so the comparison is about something. It is an eighth, give or take a hundredth: near
        // bounds would be crossed by chance.
        expect(accepted).toBeGreaterThan(25);
        expect(accepted).toBeLessThan(500);
    });

    it('is the value that class-transformer makes, where nothing is refused', () => {
        fc.assert(
            fc.property(given, ({ properties, values }) => {
                withClass(properties, (target) => {
                    const plain = Object.fromEntries(values.map((value, index) => [`p${index}`, value]));
                    fc.pre(verdictsOfLibraries(target, plain).length === 0);
                    const made = new Context().deserialize(target, Buffer.from(JSON.stringify(plain)));
                    expect(made).toEqual(plainToInstance(target, plain));
                    expect(made).toBeInstanceOf(target);
                });
            }),
            { numRuns: 300 },
        );
    });
});
