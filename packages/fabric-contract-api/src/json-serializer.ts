import type { ClassicParameterSchema, ClassicSchema, Schema } from '@heddle/contract/internal';
import { getLogger } from './logger';
import { instanceOf } from './transforming/plain-instance';
import { jsonOf } from './transforming/plain-json';

/** A value that was read, and the JSON that it was made of. */
interface Deserialized {
    readonly value: unknown;
    readonly jsonForValidation: unknown;
    /** Where the schema is not that of the value itself. */
    readonly validateData?: unknown;
}

/**
 * The form of arguments and results in fabric-contract-api: texts, numbers and booleans bare, everything else as JSON, with
 * members in the order in which they were set. A Buffer is `{"type":"Buffer","data":[…]}`.
 */
export class JSONSerializer {
    /**
     * Makes the bytes of a result; undefined for `undefined` and `null`.
     * @param schema of the result: of a text or a number it is checked
     * @throws Error where the result is not of the schema's type
     */
    toBuffer(result: unknown, schema: Schema = {}, _loggerPrefix?: string): Buffer | undefined {
        if (result === undefined || result === null) return undefined;
        const { type } = schema;
        if ((type === 'string' || type === 'number') && type !== typeof result)
            throw new Error(`Returned value is ${typeof result} does not match schema type of ${type}`);
        if (typeof result === 'string') return Buffer.from(result);
        if (typeof result === 'number' || typeof result === 'boolean') return Buffer.from(String(result));
        return Buffer.from(jsonOf(result));
    }

    /**
     * Makes the value of an argument.
     * @param fullschema the schema of the argument as `properties.prop`, and its classes as `components.schemas`
     * @throws Error for bytes that are not of the schema's type
     */
    fromBuffer(data: Uint8Array, fullschema: ClassicParameterSchema, loggerPrefix?: string): Deserialized {
        const given = data as Uint8Array | undefined;
        if (given === undefined) throw new Error('Buffer needs to be supplied');
        if ((fullschema as ClassicParameterSchema | undefined) === undefined)
            throw new Error('Schema has not been specified');
        return this._fromString(textOf(given), fullschema, loggerPrefix);
    }

    _fromString(stringData: string, fullschema: ClassicParameterSchema, loggerPrefix?: string): Deserialized {
        const schema = resolved(fullschema);
        switch (schema['type']) {
            case 'string':
                return { value: stringData, jsonForValidation: JSON.stringify(stringData) };
            case 'number':
                return same(toNumber(stringData));
            case 'boolean':
                return same(toBoolean(stringData));
            case 'array':
                return this.#array(stringData, schema, fullschema, loggerPrefix);
            case 'object':
                return this.#object(stringData, schema, fullschema, loggerPrefix);
            default:
                return anything(stringData);
        }
    }

    #array(
        stringData: string,
        schema: ClassicSchema,
        fullschema: ClassicParameterSchema,
        prefix?: string,
    ): Deserialized {
        const json = JSON.parse(stringData) as unknown[]; // what is no array has no map, and says so
        const items = (schema['items'] ?? {}) as ClassicSchema;
        return { value: json.map((item) => this.#element(item, items, fullschema, prefix)), jsonForValidation: json };
    }

    #object(
        stringData: string,
        schema: ClassicSchema,
        fullschema: ClassicParameterSchema,
        prefix?: string,
    ): Deserialized {
        const { $id, additionalProperties } = schema as {
            readonly $id?: string;
            readonly additionalProperties?: unknown;
        };
        if ($id === undefined && isObject(additionalProperties))
            return this.#map(stringData, additionalProperties as ClassicSchema, fullschema, prefix);
        const cnstr = fullschema.components?.schemas?.[$id ?? '']?.cnstr;
        if (cnstr === undefined) return anything(stringData);
        const jsonForValidation: unknown = JSON.parse(stringData);
        return { value: instanceOf(cnstr, jsonForValidation), jsonForValidation };
    }

    /** Of a `Map<string, …>`, which fabric-contract-api declares and cannot read. */
    #map(stringData: string, values: ClassicSchema, fullschema: ClassicParameterSchema, prefix?: string): Deserialized {
        const json: unknown = JSON.parse(stringData);
        if (!isObject(json)) return same(json);
        const entries = Object.entries(json).map(([key, value]): [string, unknown] => [
            key,
            typeof value === 'string' && values['type'] === 'string'
                ? value
                : this.#element(value, values, fullschema, prefix),
        ]);
        return { value: new Map(entries), jsonForValidation: json, validateData: json };
    }

    /**
     * A text stays in the quotes of JSON, as fabric-contract-api leaves it there: `["a"]` of the type `string[]` has the
     * element `"a"`, quotes included. Keys and values are made of it, so members on fabric-shim and on Heddle write the same.
     */
    #element(json: unknown, schema: ClassicSchema, { components }: ClassicParameterSchema, prefix?: string): unknown {
        const element = { properties: { prop: schema }, ...(components !== undefined && { components }) };
        return this._fromString(JSON.stringify(json), element, prefix).value;
    }
}

function textOf(bytes: Uint8Array): string {
    return Buffer.isBuffer(bytes) ? bytes.toString() : Buffer.from(bytes).toString();
}

/** The schema of a parameter; of a class it is that of the class, and an object's. */
function resolved({ properties: { prop }, components }: ClassicParameterSchema): ClassicSchema {
    const { $ref } = prop as { readonly $ref?: string };
    if ($ref === undefined) return prop;
    const schema = components?.schemas?.[$ref.slice($ref.lastIndexOf('/') + 1)];
    return { ...schema, type: 'object' };
}

function same(value: unknown): Deserialized {
    return { value, jsonForValidation: value };
}

export function toNumber(text: string): number {
    const value = Number(text);
    if (Number.isNaN(value)) throw new Error('fromBuffer could not convert data to number');
    return value;
}

export function toBoolean(text: string): boolean {
    const word = text.trim().toLowerCase();
    if (word !== 'true' && word !== 'false') throw new Error('fromBuffer could not convert data to boolean');
    return word === 'true';
}

/** JSON, a Buffer in JSON, or the text itself where it is none. */
function anything(text: string): Deserialized {
    try {
        const json = JSON.parse(text) as { readonly type?: unknown; readonly data?: unknown };
        return { value: json.type === 'Buffer' ? Buffer.from(json.data as number[]) : json, jsonForValidation: json };
    } catch {
        // Of `null`, too, which has no type.
        getLogger('serializer').debug('an argument of no declared type is no JSON, and taken for a text');
        return { value: text, jsonForValidation: JSON.stringify(text) };
    }
}

function isObject(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
