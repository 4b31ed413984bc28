import { enumValues } from '../value-types/enum-values';
import type { ValidationMetadata } from '../value-types/validation-metadata';
import type { Schema } from './schema';

type Translation = (constraints: readonly unknown[]) => Schema;

/** What validators of class-validator mean in JSON Schema, draft 4, where both can say the same. */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
    isInt: () => ({ type: 'integer' }),
    min: ([limit]) => ({ minimum: limit }),
    max: ([limit]) => ({ maximum: limit }),
    isPositive: () => ({ minimum: 0, exclusiveMinimum: true }),
    isNegative: () => ({ maximum: 0, exclusiveMaximum: true }),
    isDivisibleBy: ([divisor]) => ({ multipleOf: divisor }),
    minLength: ([limit]) => ({ minLength: limit }),
    maxLength: ([limit]) => ({ maxLength: limit }),
    isLength: ([min, max]) => ({ minLength: min, maxLength: max }),
    isNotEmpty: () => ({ minLength: 1 }),
    matches: ([pattern]) => patternOf(pattern),
    isIn: ([values]) => ({ enum: values }),
    isEnum: ([enumObject]) => ({ enum: enumValues(enumObject as Record<string, string | number>) }),
    isEmail: () => ({ format: 'email' }),
    isUuid: () => ({ format: 'uuid' }),
    isUrl: () => ({ format: 'uri' }),
    arrayMinSize: ([limit]) => ({ minItems: limit }),
    arrayMaxSize: ([limit]) => ({ maxItems: limit }),
    arrayNotEmpty: () => ({ minItems: 1 }),
    arrayUnique: () => ({ uniqueItems: true }),
};
/** These apply to strings: for other types they mean nothing, or something else. */
const OF_STRINGS = new Set([
    'isNotEmpty',
    'minLength',
    'maxLength',
    'isLength',
    'matches',
    'isEmail',
    'isUuid',
    'isUrl',
]);

/** What a property's validators add to its schema. Those that the schema language cannot express add nothing. */
export function schemaConstraints(schema: Schema, validators: readonly ValidationMetadata[]): Schema {
    const own = validators.filter(({ each }) => !each);
    const ofElements = validators.filter(({ each }) => each);
    const constraints = translateAll(schema, own);
    const { items } = schema;
    if (ofElements.length === 0 || typeof items !== 'object' || items === null) return constraints;
    return { ...constraints, items: { ...items, ...translateAll(items as Schema, ofElements) } };
}

function translateAll(schema: Schema, validators: readonly ValidationMetadata[]): Schema {
    // A reference stands for all of a schema: nothing may be written beside it.
    if (schema['$ref'] !== undefined || schema['allOf'] !== undefined) return {};
    const parts = validators.map(({ name = '', constraints }) => translate(name, constraints, schema));
    return onlyDefined(Object.assign({}, ...parts) as Schema);
}

function translate(name: string, constraints: unknown, { type }: Schema): Schema {
    const translation = Object.hasOwn(TRANSLATIONS, name) ? TRANSLATIONS[name] : undefined;
    if (translation === undefined || (OF_STRINGS.has(name) && type !== 'string')) return {};
    const schema = translation(Array.isArray(constraints) ? constraints : []);
    // A number that may be null has a list of types, which stays.
    return Array.isArray(type) && schema['type'] !== undefined ? {} : schema;
}

/** JSON Schema has no flags: a pattern that depends on them would say something else. */
function patternOf(pattern: unknown): Schema {
    return pattern instanceof RegExp && !/[ims]/.test(pattern.flags) ? { pattern: pattern.source } : {};
}

function onlyDefined(schema: Schema): Schema {
    return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined && value !== null));
}
