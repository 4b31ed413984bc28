import { EMPTY, sizeOfDelimited, sizeOfUint32, sizeOfUint64, WireReader, WireType, WireWriter } from './wire';

/**
 * Protobuf messages declared as tables of fields: `message({ key: string(1), value: bytes(2) })` is a codec whose type
 * follows from the table. proto3 rules: a field at its default is not written, the last occurrence of a field wins,
 * unknown fields are skipped.
 */

/** Converts between a value and its bytes. */
export interface Codec<T, Input = T> {
    encode(value: Input): Buffer;
    /** @throws ProtocolError where the bytes are no such message. */
    decode(bytes: Uint8Array): T;
}

/** A codec of a protobuf message. */
export interface MessageCodec<T, Input = T> extends Codec<T, Input> {
    sizeOf(value: Input): number;
    write(writer: WireWriter, value: Input): void;
}

/** One field of a message: its number, and how its value is measured, written and read. */
export interface Field<T, Input = T> {
    readonly number: number;
    readonly wireType: number;
    initial(): T;
    size(value: Input): number;
    write(writer: WireWriter, value: Input): void;
    read(reader: WireReader, previous: T): T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
/** What a table of fields decodes to. */
export type Decoded<F> = { [K in keyof F]: F[K] extends { initial(): infer T } ? T : never };
/** What can be encoded by a table of fields: missing ones take their defaults. */
export type Encodable<F> = {
    [K in keyof F]?: F[K] extends { size(value: infer Input): number } ? Input | undefined : never;
};

/** Makes the codec of a message from the table of its fields. */
export function message<const F extends Fields>(fields: F): MessageCodec<Decoded<F>, Encodable<F>> {
    const entries: [string, Field<unknown>][] = Object.entries(fields);
    const byNumber = new Map(entries.map(([name, field]) => [field.number, { name, field }]));

    function sizeOf(value: Readonly<Record<string, unknown>>): number {
        let size = 0;
        for (const [name, field] of entries) if (value[name] !== undefined) size += field.size(value[name]);
        return size;
    }

    function write(writer: WireWriter, value: Readonly<Record<string, unknown>>): void {
        for (const [name, field] of entries) if (value[name] !== undefined) field.write(writer, value[name]);
    }

    function encode(value: Readonly<Record<string, unknown>>): Buffer {
        const size = sizeOf(value);
        if (size === 0) return EMPTY;
        const writer = new WireWriter(size);
        write(writer, value);
        return writer.finish();
    }

    function decode(encoded: Uint8Array): Decoded<F> {
        const value: Record<string, unknown> = {};
        for (const [name, field] of entries) value[name] = field.initial();
        const reader = new WireReader(encoded);
        while (reader.next()) {
            const known = byNumber.get(reader.field);
            if (known?.field.wireType === reader.wireType)
                value[known.name] = known.field.read(reader, value[known.name]);
            else reader.skip();
        }
        return value as Decoded<F>;
    }

    return { encode, decode, sizeOf, write };
}

export function string(number: number): Field<string> {
    return {
        number,
        wireType: WireType.BYTES,
        initial: () => '',
        size: (value) => (value === '' ? 0 : sizeOfDelimited(number, Buffer.byteLength(value))),
        write(writer, value) {
            if (value === '') return;
            writer.tag(number, WireType.BYTES);
            writer.string(value, Buffer.byteLength(value));
        },
        read: (reader) => reader.string(),
    };
}

/** Bytes are read as a view on the message, and written from any Uint8Array. */
export function bytes(number: number): Field<Buffer, Uint8Array> {
    return {
        number,
        wireType: WireType.BYTES,
        initial: () => EMPTY,
        size: (value) => (value.length === 0 ? 0 : sizeOfDelimited(number, value.length)),
        write(writer, value) {
            if (value.length === 0) return;
            writer.tag(number, WireType.BYTES);
            writer.bytes(value);
        },
        read: (reader) => reader.bytes(),
    };
}

/** A field of a varint whose default is `none`; the three kinds differ in nothing else. */
function varint<T>(
    number: number,
    none: T,
    kind: { size(value: T): number; write(writer: WireWriter, value: T): void; read(reader: WireReader): T },
): Field<T> {
    return {
        number,
        wireType: WireType.VARINT,
        initial: () => none,
        size: (value) => (value === none ? 0 : sizeOfUint32(number << 3) + kind.size(value)),
        write(writer, value) {
            if (value === none) return;
            writer.tag(number, WireType.VARINT);
            kind.write(writer, value);
        },
        read: (reader) => kind.read(reader),
    };
}

export function bool(number: number): Field<boolean> {
    return varint(number, false, {
        size: () => 1,
        write: (writer, value) => {
            writer.uint32(Number(value));
        },
        read: (reader) => reader.bool(),
    });
}

export function int32(number: number): Field<number> {
    return varint(number, 0, {
        size: (value) => (value < 0 ? 10 : sizeOfUint32(value)),
        write: (writer, value) => {
            writer.int32(value);
        },
        read: (reader) => reader.int32(),
    });
}

export function uint32(number: number): Field<number> {
    return varint(number, 0, {
        size: sizeOfUint32,
        write: (writer, value) => {
            writer.uint32(value);
        },
        read: (reader) => reader.uint32(),
    });
}

export function int64(number: number): Field<bigint> {
    return varint(number, 0n, {
        size: sizeOfUint64,
        write: (writer, value) => {
            writer.uint64(value);
        },
        read: (reader) => reader.int64(),
    });
}

export function uint64(number: number): Field<bigint> {
    return { ...int64(number), read: (reader) => reader.uint64() };
}

/** A message within the message; undefined where it is absent, which proto3 tells apart from empty. */
export function embedded<T, Input>(
    number: number,
    codec: MessageCodec<T, Input>,
): Field<T | undefined, Input | undefined> {
    return {
        number,
        wireType: WireType.BYTES,
        initial: () => undefined,
        size: (value) => (value === undefined ? 0 : sizeOfDelimited(number, codec.sizeOf(value))),
        write(writer, value) {
            if (value === undefined) return;
            writer.tag(number, WireType.BYTES);
            writer.uint32(codec.sizeOf(value));
            codec.write(writer, value);
        },
        read: (reader) => codec.decode(reader.bytes()),
    };
}

/** Any number of values of one field; unlike a single one, each is written, the defaults included. */
function repeated<T, Input>(
    number: number,
    item: { size(value: Input): number; write(writer: WireWriter, value: Input): void; read(reader: WireReader): T },
): Field<T[], readonly Input[]> {
    return {
        number,
        wireType: WireType.BYTES,
        initial: () => [],
        size: (values) => values.reduce((size, value) => size + sizeOfDelimited(number, item.size(value)), 0),
        write(writer, values) {
            for (const value of values) {
                writer.tag(number, WireType.BYTES);
                item.write(writer, value);
            }
        },
        read(reader, values) {
            values.push(item.read(reader));
            return values;
        },
    };
}

export function repeatedBytes(number: number): Field<Buffer[], readonly Uint8Array[]> {
    return repeated<Buffer, Uint8Array>(number, {
        size: (value) => value.length,
        write: (writer, value) => {
            writer.bytes(value);
        },
        read: (reader) => reader.bytes(),
    });
}

export function repeatedStrings(number: number): Field<string[], readonly string[]> {
    return repeated<string, string>(number, {
        size: (value) => Buffer.byteLength(value),
        write: (writer, value) => {
            writer.string(value, Buffer.byteLength(value));
        },
        read: (reader) => reader.string(),
    });
}

export function repeatedMessages<T, Input>(
    number: number,
    codec: MessageCodec<T, Input>,
): Field<T[], readonly Input[]> {
    return repeated<T, Input>(number, {
        size: (value) => codec.sizeOf(value),
        write: (writer, value) => {
            writer.uint32(codec.sizeOf(value));
            codec.write(writer, value);
        },
        read: (reader) => codec.decode(reader.bytes()),
    });
}

/** `map<string, bytes>`: on the wire a repeated message of key and value. A Map, so that no key is special. */
export function bytesByName(number: number): Field<Map<string, Buffer>, ReadonlyMap<string, Uint8Array>> {
    const entry = message({ name: string(1), value: bytes(2) });
    const entries = repeatedMessages(number, entry);
    const toEntries = (map: ReadonlyMap<string, Uint8Array>): { name: string; value: Uint8Array }[] =>
        Array.from(map, ([name, value]) => ({ name, value }));
    return {
        number,
        wireType: WireType.BYTES,
        initial: () => new Map(),
        size: (map) => (map.size === 0 ? 0 : entries.size(toEntries(map))),
        write(writer, map) {
            if (map.size > 0) entries.write(writer, toEntries(map));
        },
        read(reader, map) {
            const { name, value } = entry.decode(reader.bytes());
            return map.set(name, value);
        },
    };
}
