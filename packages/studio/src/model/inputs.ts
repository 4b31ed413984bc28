import { isNullable, type Metadata, type Parameter, type Schema, typeOf } from './schema';

/** What stands in a form for a value of a schema. */
export type Input =
    /** Digits are a number that JSON has as a string, since it may be longer than numbers are. */
    | { readonly kind: 'text' | 'number' | 'digits' | 'date' | 'bytes' | 'json' }
    | { readonly kind: 'choice'; readonly values: readonly unknown[] }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'object'; readonly members: readonly Member[] }
    | { readonly kind: 'list'; readonly element: Field }
    | { readonly kind: 'map'; readonly element: Field };

export interface Field {
    readonly input: Input;
    readonly isNullable: boolean;
    /** Beside the label: `string, 1 to 64 characters`. */
    readonly about: string;
    readonly schema: Schema;
}

export interface Member extends Field {
    readonly name: string;
    readonly isOptional: boolean;
    readonly description?: string;
}

/** Groups are opened to this depth; below it they are JSON. */
const DEEPEST = 6;

/** @param within the schemas that it is in: a class that has itself in it is JSON there, or a form would have no end */
export function fieldOf(schema: Schema, metadata: Metadata, within: readonly Schema[] = []): Field {
    const resolved = metadata.resolve(schema);
    return {
        input: inputOf(resolved, metadata, within),
        isNullable: isNullable(resolved),
        about: aboutOf(resolved),
        schema: resolved,
    };
}

export function memberOf({ name, required, schema, description }: Parameter, metadata: Metadata): Member {
    const text = description ?? metadata.resolve(schema).description;
    return {
        name,
        isOptional: required === false,
        ...(text !== undefined && { description: text }),
        ...fieldOf(schema, metadata),
    };
}

function inputOf(schema: Schema, metadata: Metadata, within: readonly Schema[]): Input {
    if (schema.discriminator !== undefined || within.length > DEEPEST || within.includes(schema))
        return { kind: 'json' };
    if (schema.enum !== undefined) return { kind: 'choice', values: schema.enum.filter((value) => value !== null) };
    const make = INPUTS.get(typeOf(schema) ?? (schema.properties === undefined ? 'any' : 'object'));
    return make === undefined ? { kind: 'json' } : make(schema, metadata, [...within, schema]);
}

/** By the type of a schema. */
const INPUTS: ReadonlyMap<string, (schema: Schema, metadata: Metadata, within: readonly Schema[]) => Input> = new Map([
    ['string', (schema: Schema): Input => ({ kind: textKind(schema) })],
    ['number', (): Input => ({ kind: 'number' })],
    ['integer', (): Input => ({ kind: 'number' })],
    ['boolean', (): Input => ({ kind: 'boolean' })],
    [
        'array',
        ({ items = {} }: Schema, metadata: Metadata, within: readonly Schema[]): Input => ({
            kind: 'list',
            element: fieldOf(items, metadata, within),
        }),
    ],
    ['object', objectInput],
]);

/** What a pattern is made of that lets digits in and nothing else, with a sign or without. */
const DIGITS = /^\^(?:[-?|()+*\d]|\\d|\[\d-\d\])+\$$/;

function textKind({ format, pattern }: Schema): 'text' | 'digits' | 'date' | 'bytes' {
    if (format === 'date-time') return 'date';
    if (format === 'byte' || format === 'base64') return 'bytes';
    return pattern !== undefined && DIGITS.test(pattern) ? 'digits' : 'text';
}

function objectInput(schema: Schema, metadata: Metadata, within: readonly Schema[]): Input {
    const { properties, required = [], additionalProperties } = schema;
    if (properties === undefined) {
        if (typeof additionalProperties !== 'object') return { kind: 'json' };
        return { kind: 'map', element: fieldOf(additionalProperties, metadata, within) };
    }
    const members = Object.entries(properties).map(([name, property]): Member => {
        const { description } = metadata.resolve(property);
        return {
            name,
            isOptional: !required.includes(name),
            ...(description !== undefined && { description }),
            ...fieldOf(property, metadata, within),
        };
    });
    return { kind: 'object', members };
}

/** What a schema asks for, in a few words. */
export function aboutOf(schema: Schema): string {
    const { minLength, maxLength, minimum, maximum, exclusiveMinimum, exclusiveMaximum, minItems, maxItems } = schema;
    const limits = [
        between({ low: minLength, high: maxLength }, 'character'),
        between({ low: minimum, high: maximum, isLowOut: exclusiveMinimum, isHighOut: exclusiveMaximum }),
        between({ low: minItems, high: maxItems }, 'element'),
    ].filter((text) => text !== undefined);
    return [kindText(schema), ...limits].join(', ');
}

function kindText(schema: Schema): string {
    const kind = schema.enum === undefined ? (typeOf(schema) ?? 'any JSON') : 'one of these';
    const text = schema.format === undefined || kind !== 'string' ? kind : formatText(schema.format);
    return isNullable(schema) ? `${text} or null` : text;
}

function formatText(format: string): string {
    const texts = new Map([
        ['date-time', 'date and time'],
        ['byte', 'bytes'],
    ]);
    return texts.get(format) ?? `string, ${format}`;
}

interface Limits {
    readonly low: number | undefined;
    readonly high: number | undefined;
    /** Whether the limit itself is out. */
    readonly isLowOut?: boolean | undefined;
    readonly isHighOut?: boolean | undefined;
}

function between({ low, high, isLowOut, isHighOut }: Limits, unit?: string): string | undefined {
    if (low === undefined && high === undefined) return undefined;
    const isRange = low !== undefined && high !== undefined && isLowOut !== true && isHighOut !== true;
    const limits = [
        ...limitText(low, isLowOut === true ? 'more than' : 'at least'),
        ...limitText(high, isHighOut === true ? 'less than' : 'at most'),
    ];
    return withUnit(isRange ? `${low} to ${high}` : limits.join(', '), high ?? low, unit);
}

function limitText(limit: number | undefined, word: string): string[] {
    return limit === undefined ? [] : [`${word} ${limit}`];
}

function withUnit(text: string, count: number | undefined, unit: string | undefined): string {
    return unit === undefined ? text : `${text} ${unit}${count === 1 ? '' : 's'}`;
}
