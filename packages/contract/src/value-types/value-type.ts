import type { Class } from '../evidence/class';
import type { EnumValue } from '../evidence/type-spec';
import type { Scalar } from '../scalars/scalar';
import type { PropertyValidators } from './property-validators';

/**
 * What a value may be, once that is known. All that reads, checks, writes or describes values goes by it.
 *
 * `any` is any JSON value.
 */
export type ValueType =
    | { readonly kind: 'scalar'; readonly scalar: Scalar }
    | { readonly kind: 'any' }
    | { readonly kind: 'enum'; readonly values: readonly EnumValue[] }
    | { readonly kind: 'array'; readonly element: ValueType }
    | { readonly kind: 'map' | 'record'; readonly element: ValueType }
    | { readonly kind: 'nullable'; readonly value: ValueType }
    | { readonly kind: 'class'; readonly shape: ClassShape }
    | { readonly kind: 'variants'; readonly variants: Variants };

/** Classes of which a property's value says which one a value belongs to. */
export interface Variants {
    readonly property: string;
    readonly shapes: ReadonlyMap<string, ClassShape>;
}

/** A class and its fields. `fields` is filled after the shape was made, since classes may refer to each other. */
export interface ClassShape {
    readonly name: string;
    readonly target: Class<object>;
    readonly fields: readonly Field[];
    readonly description?: string | undefined;
}

export interface Field {
    readonly name: string;
    readonly type: ValueType;
    /** Not optional, and without a value of its own in a new instance. */
    readonly required: boolean;
    /** May be left out whatever its validators say. */
    readonly optional: boolean;
    readonly validators: PropertyValidators | undefined;
    /** class-transformer's @Transform functions, in the order in which they apply. */
    readonly transforms: readonly FieldTransform[];
    readonly description?: string | undefined;
}

export type FieldTransform = (value: unknown, name: string, object: object) => unknown;

/** Whether null is a value of a type. */
export function takesNull({ kind }: ValueType): boolean {
    return kind === 'nullable' || kind === 'any';
}

/** How a type is called in a message, such as `Asset[]`. */
export function typeName(type: ValueType): string {
    if (type.kind === 'scalar') return type.scalar.names[0] ?? '';
    if (type.kind === 'class') return type.shape.name;
    if (type.kind === 'nullable') return `${typeName(type.value)} | null`;
    return structuredName(type);
}

function structuredName(type: Exclude<ValueType, { kind: 'scalar' | 'class' | 'nullable' }>): string {
    switch (type.kind) {
        case 'any':
            return 'any';
        case 'enum':
            return type.values.map((value) => JSON.stringify(value)).join(' | ');
        case 'array':
            return `${typeName(type.element)}[]`;
        case 'map':
            return `Map<string, ${typeName(type.element)}>`;
        case 'record':
            return `Record<string, ${typeName(type.element)}>`;
        case 'variants':
            return Array.from(type.variants.shapes.values(), ({ name }) => name).join(' | ');
    }
}
