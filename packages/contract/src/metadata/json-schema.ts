import type { Field, ValueType } from '../value-types/value-type';
import type { Schema } from './schema';
import { schemaConstraints } from './schema-constraints';

/** Makes the schema that refers to a class. */
export type ClassReference = (type: ValueType & { kind: 'class' | 'variants' }) => Schema;

/** Makes the schema of a type; `refer` makes those of classes. */
export function schemaOf(type: ValueType, refer: ClassReference): Schema {
    switch (type.kind) {
        case 'scalar':
            return type.scalar.schema;
        case 'any':
            return {};
        case 'enum':
            return enumSchema(type);
        case 'array':
            return { type: 'array', items: schemaOf(type.element, refer) };
        case 'map':
        case 'record':
            return { type: 'object', additionalProperties: schemaOf(type.element, refer) };
        case 'nullable':
            return nullableSchema(schemaOf(type.value, refer));
        case 'class':
        case 'variants':
            return refer(type);
    }
}

/** The schema of a field or a parameter, with what its validators add. */
export function fieldSchema({ type, validators, description }: Field, refer: ClassReference): Schema {
    const schema = schemaOf(type, refer);
    const constrained =
        validators === undefined ? schema : { ...schema, ...schemaConstraints(schema, validators.metadatas) };
    return description === undefined ? constrained : { ...constrained, description };
}

function enumSchema({ values }: ValueType & { kind: 'enum' }): Schema {
    const kinds = Array.from(new Set(values.map((value) => typeof value))).sort();
    return { type: kinds.length === 1 ? kinds[0] : kinds, enum: values };
}

/** Fabric's schema has no anyOf: of a reference, it cannot say that it may be null, and so says nothing at all. */
function nullableSchema(schema: Schema): Schema {
    const { type } = schema;
    if (typeof type !== 'string')
        return schema['enum'] === undefined ? {} : { enum: [...(schema['enum'] as unknown[]), null] };
    const nullable = { ...schema, type: [type, 'null'] };
    return Array.isArray(schema['enum']) ? { ...nullable, enum: [...(schema['enum'] as unknown[]), null] } : nullable;
}
