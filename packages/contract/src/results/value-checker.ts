import { types } from 'node:util';
import { type Failures, type Place, quote } from '../failures/failures';
import { type ClassShape, type Field, typeName, type ValueType, type Variants } from '../value-types/value-type';

/** Checks that a value is of a declared type. The key is its place in its parent. */
export type ValueChecker = (
    value: unknown,
    parent: Place | undefined,
    key: string | number,
    failures: Failures,
) => void;

/** Makes checkers for types, once for each class: the counterpart of ValueReaders for values that are there already. */
export class ValueCheckers {
    readonly #ofShapes = new Map<ClassShape, ValueChecker>();

    of(type: ValueType): ValueChecker {
        switch (type.kind) {
            case 'scalar':
                return acceptingChecker(type, type.scalar.is);
            case 'any':
                return () => undefined; // canonical JSON refuses what it cannot represent
            case 'array':
                return arrayChecker(this.of(type.element));
            case 'map':
            case 'record':
                return entriesChecker(this.of(type.element), type);
            case 'nullable':
                return nullableChecker(this.of(type.value));
            case 'class':
                return this.#ofClass(type.shape);
            case 'variants':
                return this.#ofVariants(type.variants, type);
            case 'enum':
                return acceptingChecker(type, (value) => type.values.some((known) => known === value));
        }
    }

    #ofClass(shape: ClassShape, discriminator?: string): ValueChecker {
        const known = discriminator === undefined ? this.#ofShapes.get(shape) : undefined;
        if (known !== undefined) return known;
        // Fields may lead back to this class: their checkers are made when the first value comes, and then kept.
        let checker: ObjectChecker | undefined;
        const check: ValueChecker = (value, parent, key, failures) => {
            checker ??= new ObjectChecker(shape, this, discriminator);
            checker.check(value, { parent, key }, failures);
        };
        if (discriminator === undefined) this.#ofShapes.set(shape, check);
        return check;
    }

    #ofVariants({ property, shapes }: Variants, type: ValueType): ValueChecker {
        const checkers = new Map(
            Array.from(shapes, ([name, shape]) => [name, this.#ofClass(shape, property)] as const),
        );
        const names = Array.from(shapes.keys(), (name) => JSON.stringify(name)).join(', ');
        return (value, parent, key, failures) => {
            if (!isObject(value)) {
                mismatch(failures, { parent, key }, typeName(type), value);
                return;
            }
            const name: unknown = Reflect.get(value, property);
            const check = typeof name === 'string' ? checkers.get(name) : undefined;
            if (check !== undefined) check(value, parent, key, failures);
            else mismatch(failures, { parent: { parent, key }, key: property }, `one of ${names}`, name);
        };
    }
}

function mismatch(failures: Failures, place: Place, expected: string, found: unknown): void {
    failures.add(place, `must be ${expected}, not ${shownValue(found)}`, 'type');
}

function shownValue(found: unknown): string {
    if (typeof found === 'function') return 'a function';
    if (typeof found !== 'object' || found === null) return quote(found);
    return types.isPromise(found) ? 'a promise (an `await` is missing)' : `an object (${found.constructor.name})`;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function acceptingChecker(type: ValueType, accepts: (value: unknown) => boolean): ValueChecker {
    const expected = typeName(type);
    return (value, parent, key, failures) => {
        if (!accepts(value)) mismatch(failures, { parent, key }, expected, value);
    };
}

function nullableChecker(check: ValueChecker): ValueChecker {
    return (value, parent, key, failures) => {
        if (value !== null) check(value, parent, key, failures);
    };
}

function arrayChecker(check: ValueChecker): ValueChecker {
    return (value, parent, key, failures) => {
        const place = { parent, key };
        if (!Array.isArray(value)) mismatch(failures, place, 'an array', value);
        else for (const [index, element] of value.entries()) check(element, place, index, failures);
    };
}

function entriesChecker(check: ValueChecker, type: ValueType & { kind: 'map' | 'record' }): ValueChecker {
    return (value, parent, key, failures) => {
        const place = { parent, key };
        const entries = entriesOf(value, type.kind);
        if (entries === undefined) mismatch(failures, place, typeName(type), value);
        for (const [name, element] of entries ?? []) check(element, place, String(name), failures);
    };
}

function entriesOf(value: unknown, kind: 'map' | 'record'): Iterable<[unknown, unknown]> | undefined {
    if (kind === 'map') return types.isMap(value) ? value : undefined;
    return isObject(value) && !types.isMap(value) ? Object.entries(value) : undefined;
}

/** Checks objects of one class, instances or objects like one. */
class ObjectChecker {
    readonly #shape: ClassShape;
    readonly #fields: readonly (Field & { readonly check: ValueChecker })[];
    readonly #names: ReadonlySet<string>;

    constructor(shape: ClassShape, checkers: ValueCheckers, discriminator: string | undefined) {
        const names = shape.fields.map(({ name }) => name);
        this.#shape = shape;
        this.#fields = shape.fields.map((field) => ({ ...field, check: checkers.of(field.type) }));
        this.#names = new Set(discriminator === undefined ? names : [...names, discriminator]);
    }

    check(value: unknown, place: Place, failures: Failures): void {
        if (isObject(value) && !types.isMap(value) && !types.isPromise(value))
            this.#checkObject(value, place, failures);
        else mismatch(failures, place, this.#shape.name, value);
    }

    #checkObject(object: Record<string, unknown>, place: Place, failures: Failures): void {
        const before = failures.count;
        for (const name of Object.keys(object))
            if (!this.#names.has(name)) this.#refuseUnknown(name, object, place, failures);
        const wrong = this.#checkFields(object, place, failures);
        const sound = failures.count === before;
        for (const { name, validators, optional } of this.#fields) {
            const value = object[name];
            if (validators === undefined || wrong.has(name) || (optional && value === undefined)) continue;
            validators.run(object, value, { place, failures, sound });
        }
    }

    #refuseUnknown(name: string, value: Record<string, unknown>, parent: Place, failures: Failures): void {
        // undefined is not written.
        if (value[name] === undefined) return;
        failures.add({ parent, key: name }, `is not a property of ${this.#shape.name}`, 'unknown');
    }

    #checkFields(object: Record<string, unknown>, place: Place, failures: Failures): ReadonlySet<string> {
        const wrong = new Set<string>();
        for (const { name, required, type, check } of this.#fields) {
            const value = object[name];
            const before = failures.count;
            const leftOut = value === undefined || (value === null && !required && type.kind !== 'nullable');
            if (!leftOut) check(value, place, name, failures);
            else if (required) failures.add({ parent: place, key: name }, 'is missing', 'missing');
            if (failures.count > before) wrong.add(name);
        }
        return wrong;
    }
}
