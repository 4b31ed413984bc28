import { type Failures, type Place, quote } from '../failures/failures';
import type { WrittenMember } from '../json/canonical-json';
import { InexactNumber, type Json, JsonObject } from '../json/json-reader';
import type { Scalar, TextInJson } from '../scalars/scalar';
import type { Validation } from '../value-types/property-validators';
import {
    type ClassShape,
    type Field,
    takesNull,
    typeName,
    type ValueType,
    type Variants,
} from '../value-types/value-type';

/** Stands for a value that is not there because it was refused; why is in the failures. */
export const REFUSED = Symbol('refused');

/** Makes the value of a declared type of JSON, or REFUSED. The key is the value's place in its parent. */
export type ValueReader = (json: Json, parent: Place | undefined, key: string | number, failures: Failures) => unknown;

/** Members that an object was read with and that its class does not have, by the object. */
export type UnknownMembers = WeakMap<object, readonly WrittenMember[]>;

/**
 * Makes readers for types, once for each class. A value is read in two passes: the first one checks what a type says,
 * coerces nothing and makes instances; the second one asks class-validator about each property of an instance.
 */
export class ValueReaders {
    readonly #ofShapes = new Map<ClassShape, ValueReader>();
    /** Of rows of the ledger. Undefined where JSON is a client's. */
    readonly unknownMembers: UnknownMembers | undefined;

    /**
     * @param unknownMembers for rows of the ledger, which are our own past: takes members that a class does not have,
     * which are refused otherwise. Such rows have met validators and transforms when they were written.
     */
    constructor(unknownMembers?: UnknownMembers) {
        this.unknownMembers = unknownMembers;
    }

    of(type: ValueType): ValueReader {
        switch (type.kind) {
            case 'scalar':
                return scalarReader(type.scalar);
            case 'any':
                return readAny;
            case 'enum':
                return enumReader(type);
            case 'array':
                return arrayReader(this.of(type.element));
            case 'map':
            case 'record':
                return entriesReader(this.of(type.element), type.kind);
            case 'nullable':
                return nullableReader(this.of(type.value));
            case 'class':
                return this.#ofClass(type.shape);
            case 'variants':
                return this.#ofVariants(type.variants);
        }
    }

    #ofClass(shape: ClassShape, discriminator?: string): ValueReader {
        const known = discriminator === undefined ? this.#ofShapes.get(shape) : undefined;
        if (known !== undefined) return known;
        // Fields may lead back to this class: their readers are made when the first value is read, and then kept.
        let reader: ObjectReader | undefined;
        const read: ValueReader = (json, parent, key, failures) => {
            reader ??= new ObjectReader(shape, this, discriminator);
            return reader.read(json, parent, key, failures);
        };
        if (discriminator === undefined) this.#ofShapes.set(shape, read);
        return read;
    }

    #ofVariants({ property, shapes }: Variants): ValueReader {
        const readers = new Map(Array.from(shapes, ([name, shape]) => [name, this.#ofClass(shape, property)] as const));
        const names = Array.from(shapes.keys(), (name) => JSON.stringify(name)).join(', ');
        const expected = `an object whose ${property} is one of ${names}`;
        return (json, parent, key, failures) => {
            if (!(json instanceof JsonObject)) return refuse(failures, { parent, key }, expected, json);
            const name = json.values[json.names.indexOf(property)];
            const reader = typeof name === 'string' ? readers.get(name) : undefined;
            if (reader !== undefined) return reader(json, parent, key, failures);
            const place = { parent: { parent, key }, key: property };
            if (name !== undefined) return refuse(failures, place, `one of ${names}`, name);
            failures.add(place, `is missing: it must be one of ${names}`, 'missing');
            return REFUSED;
        };
    }
}

export function refuse(failures: Failures, place: Place, expected: string, found: unknown): typeof REFUSED {
    failures.add(place, `must be ${expected}, not ${shownJson(found)}`, 'type');
    return REFUSED;
}

function shownJson(found: unknown): string {
    if (found instanceof JsonObject) return 'an object';
    if (found === '') return 'an empty text';
    return Array.isArray(found) ? 'an array' : quote(found);
}

function accepting(expected: string, accepts: (json: Json) => boolean): ValueReader {
    return (json, parent, key, failures) => (accepts(json) ? json : refuse(failures, { parent, key }, expected, json));
}

function parsing({ expected, parse }: TextInJson<unknown>): ValueReader {
    return (json, parent, key, failures) => {
        const parsed = typeof json === 'string' ? parse(json) : { expected: `a string with ${expected}` };
        return 'value' in parsed ? parsed.value : refuse(failures, { parent, key }, parsed.expected, json);
    };
}

function scalarReader({ is, json }: Scalar): ValueReader {
    return json.parse === undefined ? accepting(json.expected, is) : parsing(json);
}

function enumReader(type: ValueType & { kind: 'enum' }): ValueReader {
    const values = new Set<unknown>(type.values);
    return accepting(`one of ${typeName(type).replaceAll(' | ', ', ')}`, (json) => values.has(json));
}

function nullableReader(read: ValueReader): ValueReader {
    return (json, parent, key, failures) => (json === null ? null : read(json, parent, key, failures));
}

function arrayReader(read: ValueReader): ValueReader {
    return (json, parent, key, failures) => {
        if (!Array.isArray(json)) return refuse(failures, { parent, key }, 'an array', json);
        const place = { parent, key };
        const before = failures.count;
        const values = (json as readonly Json[]).map((element, index) => read(element, place, index, failures));
        return failures.count === before ? values : REFUSED;
    };
}

function entriesReader(read: ValueReader, kind: 'map' | 'record'): ValueReader {
    return (json, parent, key, failures) => {
        const place = { parent, key };
        if (!(json instanceof JsonObject)) return refuse(failures, place, 'an object', json);
        const before = failures.count;
        const entries = json.names.map((name, index): [string, unknown] => {
            if (kind === 'record') refusePrototype(name, place, failures);
            return [name, read(json.values[index] ?? null, place, name, failures)];
        });
        if (failures.count !== before) return REFUSED;
        return kind === 'map' ? new Map(entries) : Object.fromEntries(entries);
    };
}

/** As a property of a plain object, this name changes its prototype as soon as somebody copies it. */
function refusePrototype(name: string, parent: Place, failures: Failures): void {
    if (name === '__proto__') failures.add({ parent, key: name }, 'is not a name that a record may have', 'unknown');
}

const readAny: ValueReader = (json, parent, key, failures) => {
    if (json instanceof InexactNumber)
        return refuse(failures, { parent, key }, 'a number that a double can hold', json);
    if (Array.isArray(json)) return readAnyArray(json, parent, key, failures);
    return json instanceof JsonObject ? readAnyRecord(json, parent, key, failures) : json;
};
const readAnyArray = arrayReader(readAny);
const readAnyRecord = entriesReader(readAny, 'record');

interface FieldReader extends Field {
    readonly read: ValueReader;
}

/** Makes instances of one class. */
class ObjectReader {
    readonly #shape: ClassShape;
    readonly #make: new () => Record<string, unknown>;
    readonly #fields: readonly FieldReader[];
    readonly #validated: readonly Field[];
    readonly #indexes: ReadonlyMap<string, number>;
    /** A property that says which class this is, and is no field of its own. It is kept, so that it is written again. */
    readonly #discriminator: string | undefined;
    readonly #unknownMembers: UnknownMembers | undefined;

    constructor(shape: ClassShape, readers: ValueReaders, discriminator: string | undefined) {
        this.#shape = shape;
        this.#make = shape.target as new () => Record<string, unknown>; // made at start-up once already
        const isRow = readers.unknownMembers !== undefined;
        this.#unknownMembers = readers.unknownMembers;
        this.#fields = shape.fields.map((field) => {
            const transforms = isRow ? [] : field.transforms;
            return { ...field, transforms, read: readers.of(field.type) };
        });
        this.#validated = isRow ? [] : shape.fields.filter(({ validators }) => validators !== undefined);
        this.#indexes = new Map(shape.fields.map(({ name }, index) => [name, index]));
        this.#discriminator =
            discriminator !== undefined && !this.#indexes.has(discriminator) ? discriminator : undefined;
    }

    read(json: Json, parent: Place | undefined, key: string | number, failures: Failures): unknown {
        const place = { parent, key };
        if (!(json instanceof JsonObject)) {
            const expected = `an object with ${this.#fields.map(({ name }) => name).join(', ')}`;
            return refuse(failures, place, expected, json);
        }
        const before = failures.count;
        const object = new this.#make();
        this.#fill(object, this.#locate(json, place, failures), place, failures);
        if (this.#unknownMembers !== undefined) this.#keepUnknown(object, json, this.#unknownMembers);
        if (this.#discriminator !== undefined)
            object[this.#discriminator] = json.values[json.names.indexOf(this.#discriminator)];
        this.#validate(object, { place, failures, sound: failures.count === before });
        return failures.count === before ? object : REFUSED;
    }

    /** The structural pass. Fields whose value was refused hold REFUSED: such an object goes nowhere. */
    #fill(
        object: Record<string, unknown>,
        found: readonly (Json | undefined)[],
        place: Place,
        failures: Failures,
    ): void {
        const fields = this.#fields;
        for (let index = 0; index < fields.length; index += 1) {
            const field = fields[index];
            if (field === undefined) return;
            const value = this.#valueOf(field, found[index], place, failures);
            if (value !== undefined) object[field.name] = value === REFUSED ? value : transformed(field, value, object);
        }
    }

    /** The members of the JSON in the order of the fields. */
    #locate({ names, values }: JsonObject, place: Place, failures: Failures): (Json | undefined)[] {
        const found: (Json | undefined)[] = this.#fields.map(() => undefined);
        for (let at = 0; at < names.length; at += 1) {
            const name = names[at] ?? '';
            const index = this.#indexes.get(name);
            if (index !== undefined) found[index] = values[at];
            else if (name !== this.#discriminator && this.#unknownMembers === undefined)
                failures.add({ parent: place, key: name }, `is not a property of ${this.#shape.name}`, 'unknown');
        }
        return found;
    }

    #keepUnknown(object: object, json: JsonObject, unknownMembers: UnknownMembers): void {
        const unknown = json.names.flatMap((name, at) => {
            if (this.#indexes.has(name) || name === this.#discriminator) return [];
            return { name, text: json.textOf(at) ?? '' };
        });
        if (unknown.length > 0) unknownMembers.set(object, unknown);
    }

    #valueOf(field: FieldReader, json: Json | undefined, place: Place, failures: Failures): unknown {
        // null, for a field that may be left out, is what many clients write for "left out".
        const leftOut = json === undefined || (json === null && !field.required && !takesNull(field.type));
        if (!leftOut) return field.read(json, place, field.name, failures);
        if (!field.required) return undefined;
        failures.add({ parent: place, key: field.name }, 'is missing', 'missing');
        return REFUSED;
    }

    /** class-validator's pass, over the fields whose value was not refused. */
    #validate(object: Record<string, unknown>, validation: Validation): void {
        for (const { name, validators, optional } of this.#validated) {
            const value = object[name];
            if (value === REFUSED || (value === undefined && optional)) continue;
            validators?.run(object, value, validation);
        }
    }
}

function transformed(field: Field, value: unknown, object: object): unknown {
    if (field.transforms.length === 0) return value;
    return field.transforms.reduce((before, transform) => transform(before, field.name, object), value);
}
