import { describe, expect, it } from '@jest/globals';
import * as v from 'class-validator';
import fc from 'fast-check';
import { Failures } from '../failures/failures';
import { PropertyValidators } from './property-validators';
import { validationsOf } from './validation-metadata';

class Ordered implements v.ValidatorConstraintInterface {
    validate(value: unknown, args?: v.ValidationArguments): boolean {
        const other: unknown = Reflect.get(args?.object ?? {}, 'other');
        return typeof value !== 'number' || typeof other !== 'number' || value <= other;
    }

    defaultMessage(args?: v.ValidationArguments): string {
        return `$property of $target must not be above other, but is $value (${String(args?.constraints)})`;
    }
}
v.ValidatorConstraint({ name: 'ordered' })(Ordered);

/** Decorators of every kind, each with options that change how class-validator asks them or what it says. */
const DECORATORS: readonly ((options: v.ValidationOptions) => PropertyDecorator)[] = [
    (options) => v.IsString(options),
    (options) => v.IsInt(options),
    (options) => v.IsBoolean(options),
    (options) => v.IsNumber({ maxDecimalPlaces: 1 }, options),
    (options) => v.Length(2, 4, options),
    (options) => v.MinLength(3, options),
    (options) => v.MaxLength(3, options),
    (options) => v.Min(1, options),
    (options) => v.Max(5, options),
    (options) => v.IsPositive(options),
    (options) => v.IsIn(['ab', 3, true], options),
    (options) => v.IsNotIn(['abc', 4], options),
    (options) => v.Matches(/^a/, options),
    (options) => v.IsEnum({ A: 'ab', B: 3 }, options),
    (options) => v.IsDefined(options),
    (options) => v.IsNotEmpty(options),
    (options) => v.IsOptional(options),
    (options) => v.Allow(options),
    (options) => v.ArrayMinSize(2, options),
    (options) => v.ArrayUnique(options),
    (options) => v.Equals('ab', options),
    (options) => v.ValidateIf((object: { other?: unknown }) => object.other !== 'skip', options),
    (options) => v.Validate(Ordered, [1, 2], options),
    (options) => v.Contains('b', options),
    (options) => v.IsArray(options),
    (options) => v.IsDate(options),
    (options) => v.IsEmail({}, options),
];

const OPTIONS: readonly v.ValidationOptions[] = [
    {},
    { each: true },
    { message: '$property of $target is $value, not $constraint1' },
    { message: 'no' },
    { message: ({ value }) => `found ${String(value)} $property` },
    { groups: ['g'] },
    { always: true },
    { context: { code: 1 } },
    { validateIf: (_object, value) => value !== 3 },
];

const value = fc.oneof(
    fc.constantFrom<unknown>('', 'a', 'ab', 'abc', 'abcde', 0, 1, 3, 4.5, 6, -1, true, false, null, undefined),
    fc.array(fc.constantFrom<unknown>('ab', 'ab', 3, 'x', null), { maxLength: 3 }),
    fc.constant(new Date(0)),
);

interface Constraint {
    readonly index: number;
    readonly options: number;
}

const constraints = fc.array(fc.record({ index: fc.nat(DECORATORS.length - 1), options: fc.nat(OPTIONS.length - 1) }), {
    minLength: 1,
    maxLength: 5,
});

function classWith(decorations: readonly Constraint[]): new () => Record<string, unknown> {
    class Random {
        [name: string]: unknown;
    }
    for (const { index, options } of decorations)
        DECORATORS[index]?.(OPTIONS[options] ?? {})(Random.prototype, 'property');
    v.Allow()(Random.prototype, 'other');
    return Random;
}

function verdictsOfLibrary(object: object): Record<string, string> {
    return v.validateSync(object).find(({ property }) => property === 'property')?.constraints ?? {};
}

function verdictsOfPlan(target: new () => object, object: Record<string, unknown>): Record<string, string> {
    const said: Record<string, string> = {};
    const failures = new Failures();
    failures.addVerdict = (_place, text, constraint): void => {
        said[constraint] = text;
    };
    const metadatas = validationsOf(target).get('property') ?? [];
    const validators = new PropertyValidators(target, 'property', metadatas);
    validators.run(object, object['property'], { place: undefined, failures, sound: true });
    return said;
}

describe('PropertyValidators', () => {
    it("gives class-validator's own verdicts and texts, for random classes and values", () => {
        fc.assert(
            fc.property(
                constraints,
                value,
                fc.constantFrom<unknown>('skip', 2, undefined),
                (decorations, given, other) => {
                    const target = classWith(decorations);
                    const object = Object.assign(new target(), { property: given, other });
                    expect(verdictsOfPlan(target, object)).toEqual(verdictsOfLibrary(object));
                },
            ),
            { numRuns: 2_000 },
        );
    });

    it('asks validators of a base class, and those of the subclass instead where both have one', () => {
        class Base {
            @v.MinLength(3) property!: string;
        }
        class Derived extends Base {
            @v.MaxLength(1) declare property: string;
        }
        const object = Object.assign(new Derived(), { property: 'ab' });
        expect(verdictsOfPlan(Derived, object as never)).toEqual(verdictsOfLibrary(object));
    });

    it('does not take a promise for a yes', () => {
        class Later {
            @v.ValidateBy({ name: 'later', validator: { validate: () => Promise.resolve(false) } }) property!: string;
        }
        const object = Object.assign(new Later(), { property: 'x' });
        expect(() => verdictsOfPlan(Later, object as never)).toThrow('the validator later answered with a promise');
    });

    it('does not ask validators that look at the object where the object is not sound', () => {
        const target = classWith([
            { index: 22, options: 0 },
            { index: 7, options: 0 },
        ]);
        const object = Object.assign(new target(), { property: -5, other: -9 });
        const failures = new Failures();
        const validators = new PropertyValidators(target, 'property', validationsOf(target).get('property') ?? []);
        validators.run(object, -5, { place: undefined, failures, sound: false });
        expect(failures.list.map(({ constraint }) => constraint)).toEqual(['min']);
    });

    it("does not take validators of others for class-validator's own, by a name in another case", () => {
        const names = ['Equals', 'MIN', 'isint', 'isFirebasePushId'];
        class Named {
            property!: string;
        }
        for (const name of names)
            v.ValidateBy({ name, validator: { validate: () => false } })(Named.prototype, 'property');
        v.Equals('b')(Named.prototype, 'property');
        v.IsFirebasePushId()(Named.prototype, 'property');
        const asked = (sound: boolean): string[] => {
            const failures = new Failures();
            const validators = new PropertyValidators(Named, 'property', validationsOf(Named).get('property') ?? []);
            validators.run(new Named(), 'a', { place: undefined, failures, sound });
            return failures.list.map(({ constraint }) => constraint).sort();
        };
        expect(asked(true)).toEqual([...names, 'IsFirebasePushId', 'equals'].sort());
        expect(asked(false)).toEqual(['IsFirebasePushId', 'equals']);
    });
});
