import { fieldsOf } from '../../metadata/fields';
import { matchesPattern } from './matches-pattern';
import { textOfPattern } from './pattern-text';

/** A schema, as metadata has it; of any contract API. */
export type Schema = Readonly<Record<string, unknown>>;

/** In the future, since most dates in contracts are. */
const FORMATS: Readonly<Record<string, string>> = {
    'date-time': '2030-01-01T00:00:00.000Z',
    date: '2030-01-01',
    time: '12:00:00Z',
    email: 'ann@example.com',
    uri: 'https://example.com',
    url: 'https://example.com',
    hostname: 'example.com',
    ipv4: '127.0.0.1',
    ipv6: '::1',
    uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    byte: 'YQ==',
};

/** A type may have itself as a member. */
const DEEPEST = 6;

export interface SampleOptions {
    /** What the value is called: a text says so, and the same name has the same text everywhere. */
    readonly name: string;
    /** The schemas of the document, by name. */
    readonly schemas: Schema;
}

/** Makes a value that a schema takes, as far as the schema tells. It is the same each time. */
export function sampleValue(schema: Schema, options: SampleOptions): unknown {
    return sample(schema, { ...options, depth: 0 });
}

interface Sampling extends SampleOptions {
    readonly depth: number;
}

function sample(schema: Schema, sampling: Sampling): unknown {
    const [value] = [
        schema['const'],
        ...listOf(schema['enum']),
        schema['default'],
        ...listOf(schema['examples']),
    ].filter((one) => one !== undefined);
    if (value !== undefined) return value;
    const other = referred(schema, sampling);
    if (other !== undefined) return sampling.depth > DEEPEST ? null : sample(other, deeper(sampling));
    const types: readonly unknown[] = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
    const [type] = types;
    const make = MAKERS[String(type)] ?? (schema['properties'] === undefined ? sampleText : sampleObject);
    return make(schema, sampling);
}

/** What stands in the place of this schema: what it refers to, or the first that it may be. */
function referred(schema: Schema, { schemas }: Sampling): Schema | undefined {
    const { $ref: reference, oneOf, anyOf, allOf } = schema;
    if (typeof reference === 'string') return fieldsOf(schemas[reference.slice(reference.lastIndexOf('/') + 1)]);
    if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map(fieldsOf)) as Schema;
    const [first] = [...listOf(oneOf), ...listOf(anyOf)];
    return first === undefined ? undefined : fieldsOf(first);
}

const MAKERS: Readonly<Record<string, (schema: Schema, sampling: Sampling) => unknown>> = {
    string: sampleText,
    number: sampleNumber,
    integer: sampleNumber,
    boolean: () => true,
    null: () => null,
    array: sampleArray,
    object: sampleObject,
};

function sampleText(schema: Schema, { name }: Sampling): string {
    const { minLength, maxLength, pattern, format } = schema;
    const least = numberOf(minLength) ?? 0;
    const most = numberOf(maxLength) ?? Infinity;
    const fits = (text: string): boolean => text.length >= least && text.length <= most;
    const known = FORMATS[String(format)];
    if (known !== undefined && fits(known)) return known;
    const own = `${name}1`.padEnd(least, '1').slice(0, most);
    if (typeof pattern !== 'string') return own;
    const usual = [own, '1'].find((text) => fits(text) && matchesPattern(pattern, text));
    return usual ?? textOfPattern(pattern, fits) ?? own;
}

function sampleNumber(schema: Schema): number {
    const { type, multipleOf } = schema;
    const least = boundOf(schema['minimum'], schema['exclusiveMinimum'], 1);
    const most = boundOf(schema['maximum'], schema['exclusiveMaximum'], -1);
    // Both bounds are excluded, and no whole number is between them.
    if (least !== undefined && most !== undefined && least > most) return (least + most) / 2;
    const wanted = Math.min(Math.max(1, least ?? 1), most ?? Infinity);
    const step = numberOf(multipleOf) ?? (type === 'integer' ? 1 : 0);
    return step > 0 ? Math.ceil(wanted / step) * step : wanted;
}

/** An excluded bound is a boolean beside it in drafts up to 4, and a number itself since then. */
function boundOf(included: unknown, excluded: unknown, inwards: 1 | -1): number | undefined {
    const bound = numberOf(excluded);
    if (bound !== undefined) return bound + inwards;
    const own = numberOf(included);
    return own !== undefined && excluded === true ? own + inwards : own;
}

function sampleArray({ items, minItems }: Schema, sampling: Sampling): unknown[] {
    if (Array.isArray(items)) return items.map((item) => sample(fieldsOf(item), deeper(sampling)));
    if (sampling.depth > DEEPEST) return [];
    const count = Math.max(1, numberOf(minItems) ?? 1);
    return Array.from({ length: count }, () => sample(fieldsOf(items), deeper(sampling)));
}

/** What need not be there is left out. */
function sampleObject({ properties, required }: Schema, sampling: Sampling): Record<string, unknown> {
    const needed = listOf(required);
    const members = Object.entries(fieldsOf(properties)).filter(([name]) => needed.includes(name));
    return Object.fromEntries(
        members.map(([name, schema]) => [name, sample(fieldsOf(schema), { ...deeper(sampling), name })]),
    );
}

function deeper(sampling: Sampling): Sampling {
    return { ...sampling, depth: sampling.depth + 1 };
}

function numberOf(value: unknown): number | undefined {
    return typeof value === 'number' ? value : undefined;
}

function listOf(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [];
}
