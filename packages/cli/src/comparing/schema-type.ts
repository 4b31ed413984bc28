import type { Members } from './contract-document';

/** What kind of value a schema is of. */
export interface SchemaType {
    /** As messages call it. */
    readonly name: string;
    /** The values that are possible, as JSON; undefined for all of the kind. `null` is one where it is possible. */
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

export function typeOfSchema(schema: Members): SchemaType {
    const types = typesOf(schema['type']);
    const values = Array.isArray(schema['enum'])
        ? new Set(schema['enum'].map((value) => JSON.stringify(value)))
        : undefined;
    if (!types.includes('null')) return { name: nameOf(schema, types), values };
    const name = `${nameOf(
        schema,
        types.filter((type) => type !== 'null'),
    )} or null`;
    return { name, values };
}

function typesOf(type: unknown): readonly string[] {
    return (Array.isArray(type) ? type : [type]).filter((one): one is string => typeof one === 'string').sort();
}

function nameOf(schema: Members, types: readonly string[]): string {
    const [type] = types;
    if (type === undefined) return 'any value';
    if (types.length > 1) return types.join(' or ');
    if (type === 'string') return textType(schema);
    // An integer is a number that is checked: as text and in storage they are alike.
    if (type === 'integer') return 'number';
    return type === 'object' ? objectType(schema) : type;
}

function textType({ pattern, format }: Members): string {
    if (pattern === BIGINT) return 'bigint';
    return (typeof format === 'string' ? FORMATS[format] : undefined) ?? 'string';
}

function objectType({ additionalProperties, discriminator }: Members): string {
    if (typeof discriminator === 'string') return `one of several objects, by their ${discriminator}`;
    return typeof additionalProperties === 'object' ? 'map' : 'object';
}
