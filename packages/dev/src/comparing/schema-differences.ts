import { type Fields, fieldsOf } from '../metadata/fields';
import { type Schemas, unionKey } from './contract-document';
import { type ConstraintChange, constraintChanges } from './schema-constraints';
import { type SchemaType, typeName, typeOfSchema } from './schema-type';

/** In what two schemas differ. What that means depends on who writes such values, and who reads them. */
export type DifferenceKind =
    | 'another type'
    | 'type widened'
    | 'type narrowed'
    | 'values added'
    | 'values removed'
    | 'required field added'
    | 'optional field added'
    | 'field removed'
    | 'made required'
    | 'made optional'
    | `constraint ${ConstraintChange['kind']}`;

export interface SchemaDifference {
    readonly kind: DifferenceKind;
    /** Where in the value, such as `.lines[].price`; empty at its top. */
    readonly path: string;
    readonly what: string;
}

/** A schema, and those that its references lead to. */
export interface LocatedSchema {
    readonly schema: Fields;
    readonly schemas: Schemas;
}

/** Lists in what a schema differs from an older one, in the order of their members. */
export function schemaDifferences(old: LocatedSchema, young: LocatedSchema): readonly SchemaDifference[] {
    return new Comparison(old.schemas, young.schemas).compare(old.schema, young.schema, '');
}

class Comparison {
    readonly #old: Schemas;
    readonly #young: Schemas;
    /** Pairs of references that are being compared, or were: classes may refer to each other. */
    readonly #met = new Set<string>();

    constructor(old: Schemas, young: Schemas) {
        this.#old = old;
        this.#young = young;
    }

    compare(old: Fields, young: Fields, path: string): readonly SchemaDifference[] {
        const pair = `${String(old['$ref'])} ${String(young['$ref'])}`;
        if (old['$ref'] !== undefined && young['$ref'] !== undefined) {
            if (this.#met.has(pair)) return [];
            this.#met.add(pair);
        }
        return this.#compareResolved(resolve(old, this.#old), resolve(young, this.#young), path);
    }

    #compareResolved(old: Fields, young: Fields, path: string): readonly SchemaDifference[] {
        const [before, after] = [typeOfSchema(old), typeOfSchema(young)];
        const type = typeDifference(before, after, path);
        if (type !== undefined && !areComparable(before, after)) return [type];
        return [
            ...(type === undefined ? [] : [type]),
            ...valueDifferences(before.values, after.values, path),
            ...constraintChanges(old, young).map(({ kind, what }) => ({
                kind: `constraint ${kind}` as const,
                path,
                what,
            })),
            ...this.#fields(old, young, path),
            ...this.#elements(old, young, path),
            ...this.#variants(old, young, path),
        ];
    }

    #fields(old: Fields, young: Fields, path: string): readonly SchemaDifference[] {
        const [before, after] = [fieldsOf(old['properties']), fieldsOf(young['properties'])];
        const [needed, needs] = [requiredOf(old), requiredOf(young)];
        const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
        return [
            ...removed.map((name) => ({ kind: 'field removed' as const, path: `${path}.${name}`, what: 'is gone' })),
            ...Object.keys(after).flatMap((name) => {
                const at = `${path}.${name}`;
                if (!Object.hasOwn(before, name)) return addedField(needs.has(name), at);
                const below = this.compare(fieldsOf(before[name]), fieldsOf(after[name]), at);
                return [...requirement(needed.has(name), needs.has(name), at), ...below];
            }),
        ];
    }

    #elements(old: Fields, young: Fields, path: string): readonly SchemaDifference[] {
        const items = this.#below(old['items'], young['items'], `${path}[]`);
        return [...items, ...this.#below(old['additionalProperties'], young['additionalProperties'], `${path}{}`)];
    }

    /** Those that both have; which there are is told of the property. */
    #variants(old: Fields, young: Fields, path: string): readonly SchemaDifference[] {
        const [before, after] = [variantsOf(old, this.#old), variantsOf(young, this.#young)];
        return Object.keys(before)
            .filter((name) => Object.hasOwn(after, name))
            .flatMap((name) => this.#below(before[name], after[name], `${path}<${name}>`));
    }

    #below(old: unknown, young: unknown, path: string): readonly SchemaDifference[] {
        const isDescribed = typeof old === 'object' && typeof young === 'object';
        return isDescribed ? this.compare(fieldsOf(old), fieldsOf(young), path) : [];
    }
}

function resolve(schema: Fields, { classes }: Schemas): Fields {
    const reference = schema['$ref'];
    if (typeof reference !== 'string') return schema;
    return fieldsOf(classes[reference.slice(reference.lastIndexOf('/') + 1)]);
}

function variantsOf({ discriminator, properties }: Fields, { unions }: Schemas): Fields {
    if (typeof discriminator !== 'string') return {};
    const { enum: values } = fieldsOf(fieldsOf(properties)[discriminator]);
    return unions.get(unionKey(discriminator, Array.isArray(values) ? values.map(String) : [])) ?? {};
}

function requiredOf(schema: Fields): ReadonlySet<unknown> {
    return new Set(Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : []);
}

function addedField(isRequired: boolean, path: string): SchemaDifference[] {
    if (!isRequired) return [{ kind: 'optional field added', path, what: 'is new, and may be left out' }];
    return [{ kind: 'required field added', path, what: 'is new, and required' }];
}

function requirement(before: boolean, after: boolean, path: string): SchemaDifference[] {
    if (before === after) return [];
    if (after) return [{ kind: 'made required', path, what: 'could be left out, and is required' }];
    return [{ kind: 'made optional', path, what: 'was required, and may be left out' }];
}

function typeDifference(before: SchemaType, after: SchemaType, path: string): SchemaDifference | undefined {
    const [gained, lost] = [missingKinds(before, after), missingKinds(after, before)];
    if (!gained && !lost) return undefined;
    const what = `was ${typeName(before)} and is ${typeName(after)}`;
    if (gained && lost) return { kind: 'another type', path, what };
    return { kind: gained ? 'type widened' : 'type narrowed', path, what };
}

/** Whether the second type has kinds of values that the first one has not. */
function missingKinds(first: SchemaType, second: SchemaType): boolean {
    if (first.kinds === undefined) return false;
    return second.kinds === undefined || [...second.kinds].some((kind) => !first.kinds?.has(kind));
}

/** Whether they differ in null at most, so that what is in them can be compared as well. */
function areComparable({ kinds: before }: SchemaType, { kinds: after }: SchemaType): boolean {
    if (before === undefined || after === undefined) return false;
    const other = [...before].filter((kind) => kind !== 'null' && after.has(kind));
    return other.length > 0;
}

function valueDifferences(
    before: ReadonlySet<string> | undefined,
    after: ReadonlySet<string> | undefined,
    path: string,
): SchemaDifference[] {
    const removed = missingIn(after, before);
    const added = missingIn(before, after);
    const list = (values: readonly string[]): string => values.join(', ');
    return [
        ...(removed.length === 0
            ? []
            : [{ kind: 'values removed' as const, path, what: `cannot be ${list(removed)} any more` }]),
        ...(added.length === 0 ? [] : [{ kind: 'values added' as const, path, what: `can now be ${list(added)}` }]),
    ];
}

/** Undefined is any value of the type. */
function missingIn(
    values: ReadonlySet<string> | undefined,
    others: ReadonlySet<string> | undefined,
): readonly string[] {
    if (values === undefined) return [];
    if (others === undefined) return ['any other value'];
    return [...others].filter((value) => !values.has(value));
}
