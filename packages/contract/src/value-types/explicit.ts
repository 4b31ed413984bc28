import { type Class, isClass } from '../evidence/class';
import { classesNamed } from '../evidence/named-classes';
import type { TypeSpec } from '../evidence/type-spec';
import { scalarNamed } from '../scalars/scalars';
import type { Compilation } from './compilation';
import { enumValues, isEnumValue } from './enum-values';
import { scalarType } from './inferred';
import { parseTypeText, type TypeText } from './type-text';
import { type ClassShape, typeName, type ValueType } from './value-type';

/**
 * Understands a type that an author wrote.
 * @returns undefined where it makes no sense; that is reported then
 */
export function explicitType(spec: TypeSpec, where: string, compilation: Compilation): ValueType | undefined {
    try {
        return new SpecReader(compilation).read(spec);
    } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        compilation.report({
            code: 'TYPE_UNSUPPORTED',
            where,
            found: error.message,
            fix: error.fix,
        });
        return undefined;
    }
}

const UNION_FORM = "Write { union: 'kind', of: { dog: Dog, cat: Cat } }, where Dog and Cat are classes";

/** Leads out of a nested spec. */
class Unsupported extends Error {
    readonly fix: string;

    constructor(found: string, fix: string = 'docs/guide/types.md has the forms in which types are written') {
        super(found);
        this.fix = fix;
    }
}

const NAMED: Readonly<Record<string, ValueType>> = {
    any: { kind: 'any' },
    object: { kind: 'record', element: { kind: 'any' } },
};

class SpecReader {
    readonly #compilation: Compilation;

    constructor(compilation: Compilation) {
        this.#compilation = compilation;
    }

    read(spec: unknown): ValueType {
        if (typeof spec === 'string') return this.#text(spec);
        if (typeof spec === 'function') return this.#function(spec);
        if (Array.isArray(spec)) return this.#tuple(spec);
        if (typeof spec !== 'object' || spec === null) throw new Unsupported(`the type ${String(spec)}`);
        return this.#structured(spec);
    }

    #function(spec: NewableFunction): ValueType {
        const scalar = scalarType(spec);
        if (scalar !== undefined) return scalar;
        if (isClass(spec)) return this.#compilation.classType(spec);
        // An arrow function that returns the type.
        return this.read(Reflect.apply(spec, undefined, []));
    }

    #tuple(spec: unknown[]): ValueType {
        if (spec.length !== 1) throw new Unsupported(`an array of ${spec.length} types instead of one, as in [Asset]`);
        return { kind: 'array', element: this.read(spec[0]) };
    }

    #structured(spec: object): ValueType {
        const known = Object.keys(this.#forms).filter((form) => Object.hasOwn(spec, form));
        const [form] = known;
        if (form === undefined || known.length > 1)
            throw new Unsupported(`a type with the members ${JSON.stringify(Object.keys(spec))}`);
        return (this.#forms[form] as (value: unknown, spec: object) => ValueType)(Reflect.get(spec, form), spec);
    }

    readonly #forms: Readonly<Record<string, (value: unknown, spec: object) => ValueType>> = {
        array: (element) => ({ kind: 'array', element: this.read(element) }),
        map: (element) => ({ kind: 'map', element: this.read(element) }),
        record: (element) => ({ kind: 'record', element: this.read(element) }),
        nullable: (value) => ({ kind: 'nullable', value: this.read(value) }),
        any: () => ({ kind: 'any' }),
        enum: (values) => this.#enum(values),
        class: (target, spec) => this.#generic(target as Class<object>, spec),
        union: (property, spec) => this.#union(property, Reflect.get(spec, 'of')),
    };

    #enum(given: unknown): ValueType {
        if (typeof given !== 'object' || given === null) throw new Unsupported(`an enum that is ${String(given)}`);
        const values: unknown[] = Array.isArray(given) ? given : enumValues(given as Record<string, string | number>);
        if (values.length === 0 || !values.every(isEnumValue))
            throw new Unsupported('an enum without values, or with values other than strings, numbers and booleans');
        return { kind: 'enum', values };
    }

    #generic(target: Class<object>, spec: object): ValueType {
        if (typeof target !== 'function') throw new Unsupported(`a class that is ${String(target)}`);
        const open = (Reflect.get(spec, 'fields') ?? {}) as Record<string, TypeSpec>;
        return this.#compilation.genericType(target, open);
    }

    #union(property: unknown, of: unknown): ValueType {
        if (typeof property !== 'string' || property === '')
            throw new Unsupported('a union whose deciding property has no name', UNION_FORM);
        const members = typeof of === 'object' && of !== null ? Object.entries(of) : [];
        if (members.length === 0) throw new Unsupported('a union of nothing', UNION_FORM);
        const shapes = members.map(([name, spec]: [string, unknown]): [string, ClassShape] => {
            const type = this.read(spec);
            if (type.kind === 'class') return [name, type.shape];
            throw new Unsupported(
                `a union whose ${JSON.stringify(name)} is ${typeName(type)} instead of a class`,
                UNION_FORM,
            );
        });
        return { kind: 'variants', variants: { property, shapes: new Map(shapes) } };
    }

    #text(text: string): ValueType {
        const parsed = parseTypeText(text);
        if (typeof parsed === 'string') throw new Unsupported(parsed);
        return this.#parsed(parsed, text);
    }

    #parsed(type: TypeText, text: string): ValueType {
        if (type.kind === 'name') return this.#named(type.name);
        const element = this.#parsed(type.element, text);
        if (type.kind === 'array') return { kind: 'array', element };
        if (type.key.kind !== 'name' || type.key.name !== 'string')
            throw new Unsupported(`the type ${JSON.stringify(text)}: keys of a map are strings`);
        return { kind: 'map', element };
    }

    #named(name: string): ValueType {
        const scalar = scalarNamed(name);
        if (scalar !== undefined) return { kind: 'scalar', scalar };
        const known = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
        if (known !== undefined) return known;
        const met = this.#compilation.shapes.filter((shape) => shape.name === name).map(({ target }) => target);
        const candidates = Array.from(new Set(met.length > 0 ? met : classesNamed(name)));
        const [target] = candidates;
        if (target === undefined)
            throw new Unsupported(
                `the type ${JSON.stringify(name)}, which is neither a type nor a class marked with @Object() in a module that is loaded`,
                `Write the class itself instead of its name: an import that only types use is not loaded, one of @Returns(${name}) is`,
            );
        if (candidates.length > 1)
            throw new Unsupported(
                `the type ${JSON.stringify(name)}, which ${candidates.length} classes are called: write the class itself`,
            );
        return this.#compilation.classType(target);
    }
}
