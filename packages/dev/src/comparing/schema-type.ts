import type { Fields } from '../metadata/fields';

/** What kinds of values a schema is of. */
export interface SchemaType {
    /** As messages call them, `null` among them; undefined for any value. */
    readonly kinds: ReadonlySet<string> | undefined;
    /** The values that are possible, as JSON and without null; undefined for all of the kinds. */
    readonly values: ReadonlySet<string> | undefined;
}

/** By which metadata tells a bigint from other text: validators cannot have this pattern by chance. */
const BIGINT = '^(0|-?[1-9][0-9]*)$';
/** Formats that are types. Others, such as `email`, are what validators add. */
const FORMATS: Readonly<Record<string, string>> = {
    'date-time': 'date',
    byte: 'bytes',
    int32: 'integer',
    int64: 'integer',
};

export function typeOfSchema(schema: Fields): SchemaType {
    const types = typesOf(schema['type']);
    const values = Array.isArray(schema['enum'])
        ? new Set(schema['enum'].map((value) => JSON.stringify(value)))
        : undefined;
    const kinds = new Set(types.map((type) => kindOf(type, schema)));
    if (values?.delete('null') === true && types.length > 0) kinds.add('null');
    return { kinds: types.length === 0 ? undefined : kinds, values };
}

/** What a message calls a type. */
export function typeName({ kinds }: SchemaType): string {
    if (kinds === undefined) return 'any value';
    return [...kinds].sort((left, right) => Number(left === 'null') - Number(right === 'null')).join(' or ');
}

function typesOf(type: unknown): readonly string[] {
    return (Array.isArray(type) ? type : [type]).filter((one): one is string => typeof one === 'string').sort();
}

function kindOf(type: string, schema: Fields): string {
    if (type === 'string') return textType(schema);
    // An integer is a number that is checked: as text and in storage they are alike.
    if (type === 'integer') return 'number';
    return type === 'object' ? objectType(schema) : type;
}

function textType({ pattern, format }: Fields): string {
    if (pattern === BIGINT) return 'bigint';
    return (typeof format === 'string' ? FORMATS[format] : undefined) ?? 'string';
}

function objectType({ additionalProperties, discriminator }: Fields): string {
    if (typeof discriminator === 'string') return `one of several objects, by their ${discriminator}`;
    return typeof additionalProperties === 'object' ? 'map' : 'object';
}
