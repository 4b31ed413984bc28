import * as fc from 'fast-check';
import type { Codec } from '../codec';

/**
 * A message of this package beside the class that fabric-protos has for it: how to make values of it, and how to carry
 * them from one to the other and back.
 */
export interface Shape {
    readonly codec: Codec<Value>;
    readonly values: fc.Arbitrary<Value>;
    readonly propertyNames: readonly string[];
    readonly toTheirs: (value: Value) => object;
    readonly fromTheirs: (message: object) => Value;
    /** What fabric-protos makes of the bytes, as our value. */
    readonly decodeTheirs: (bytes: Uint8Array) => Value;
    readonly encodeTheirs: (value: Value) => Buffer;
}

export type Value = Record<string, unknown>;

/** A message of fabric-protos: its accessors, by names that the tables below put together. */
type Message = Record<string, (...parameters: unknown[]) => unknown>;

export interface MessageClass {
    new (): object;
    deserializeBinary(bytes: Uint8Array): object;
}

/** A property of a message: how to make values of it, to set it on and to get it from a message of fabric-protos. */
interface Property {
    readonly values: fc.Arbitrary<unknown>;
    give(message: Message, value: unknown): void;
    take(message: Message): unknown;
}

export function shape(codec: object, theirs: MessageClass, properties: Record<string, Property>): Shape {
    const named = Object.entries(properties);
    function toTheirs(value: Value): object {
        const message = new theirs();
        for (const [name, property] of named) property.give(message as Message, value[name]);
        return message;
    }
    function fromTheirs(message: object): Value {
        return Object.fromEntries(named.map(([name, property]) => [name, property.take(message as Message)]));
    }
    return {
        codec: codec as Codec<Value>,
        values: fc.record(Object.fromEntries(named.map(([name, { values }]) => [name, values]))),
        propertyNames: Object.keys(properties),
        toTheirs,
        fromTheirs,
        decodeTheirs: (bytes) => fromTheirs(theirs.deserializeBinary(bytes)),
        encodeTheirs: (value) => encodeMessageOf(toTheirs(value)),
    };
}

function encodeMessageOf(message: object): Buffer {
    return Buffer.from((message as { serializeBinary(): Uint8Array }).serializeBinary());
}

function call(message: Message, accessor: string, ...parameters: unknown[]): unknown {
    const method = message[accessor];
    if (method === undefined) throw new Error(`fabric-protos has no ${accessor}`);
    return method.apply(message, parameters);
}

const anyText = fc.string({ unit: 'binary' });
const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

function plain(values: fc.Arbitrary<unknown>): (name: string) => Property {
    return (name) => ({
        values,
        give: (message, value) => call(message, `set${name}`, value),
        take: (message) => call(message, `get${name}`),
    });
}

export const text = plain(anyText);
export const flag = plain(fc.boolean());
export const int32 = plain(fc.oneof(fc.integer(), fc.constantFrom(0, -1, 127, 128, 2 ** 31 - 1, -(2 ** 31))));
export const uint32 = plain(fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 })));

export function bytes(name: string, setter = `set${name}`): Property {
    return {
        values: anyBytes,
        give: (message, value) => call(message, setter, value),
        take: (message) => Buffer.from(call(message, `get${name}_asU8`) as Uint8Array),
    };
}

/** A 64-bit number, as far as fabric-protos holds it exactly: it has it as a double. */
export function long(name: string, min = Number.MIN_SAFE_INTEGER): Property {
    return {
        values: fc
            .maxSafeInteger()
            .filter((value) => value >= min)
            .map(BigInt),
        give: (message, value) => call(message, `set${name}`, Number(value)),
        take: (message) => BigInt(call(message, `get${name}`) as number),
    };
}

export function embedded(name: string, inner: Shape): Property {
    return {
        values: fc.option(inner.values, { nil: undefined }),
        give: (message, value) => {
            if (value !== undefined) call(message, `set${name}`, inner.toTheirs(value as Value));
        },
        take: (message) => {
            const value = call(message, `get${name}`);
            return value === undefined ? undefined : inner.fromTheirs(value as object);
        },
    };
}

/** A message that we leave encoded. One without any field counts as missing here. */
export function encoded(name: string, inner: Shape, theirs: MessageClass): Property {
    return {
        values: inner.values.map((value) => inner.encodeTheirs(value)),
        give: (message, value) => {
            const part = value as Buffer;
            if (part.length > 0) call(message, `set${name}`, theirs.deserializeBinary(part));
        },
        take: (message) => {
            const value = call(message, `get${name}`);
            return value === undefined ? Buffer.alloc(0) : encodeMessageOf(value as object);
        },
    };
}

export function texts(name: string): Property {
    return plain(fc.array(anyText))(`${name}List`);
}

export function bytesList(name: string): Property {
    return {
        values: fc.array(anyBytes),
        give: (message, value) => call(message, `set${name}List`, value),
        take: (message) => (call(message, `get${name}List_asU8`) as Uint8Array[]).map((item) => Buffer.from(item)),
    };
}

export function messages(name: string, inner: Shape): Property {
    return {
        values: fc.array(inner.values),
        give: (message, value) => call(message, `set${name}List`, (value as Value[]).map(inner.toTheirs)),
        take: (message) => (call(message, `get${name}List`) as object[]).map(inner.fromTheirs),
    };
}

/** fabric-protos writes maps in the order of their keys, and loses one of the name `__proto__`. */
export function bytesByName(name: string): Property {
    const byName = (message: Message): Map<string, Uint8Array> =>
        call(message, `get${name}Map`) as Map<string, Uint8Array>;
    return {
        values: fc
            .uniqueArray(
                fc.tuple(
                    anyText.filter((key) => key !== '__proto__'),
                    anyBytes,
                ),
                { selector: ([key]) => key },
            )
            .map((entries) => new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)))),
        give: (message, value) => {
            for (const [key, item] of value as Map<string, Buffer>) byName(message).set(key, item);
        },
        take: (message) => {
            const entries = new Map<string, Buffer>();
            byName(message).forEach((item, key) => entries.set(key, Buffer.from(item)));
            return entries;
        },
    };
}
