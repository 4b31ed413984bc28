import { Buffer } from 'node:buffer';
import { type Field, message, type MessageCodec } from './codec';
import { ProtocolError } from './errors';
import { EMPTY, sizeOfUint32, sizeOfUint64, type WireReader, WireType, type WireWriter } from './wire';

/** The kinds of fields that messages are made of, each by the number that it has in its message. */

/** How often a field may occur in a message that is decoded. */
const MAX_OCCURRENCES = 1_000_000;

/** Text; a lone surrogate is written as U+FFFD, as everywhere in Node. */
export function string(number: number): Field<string> {
    const tag = tagOf(number, WireType.BYTES);
    return {
        number,
        wireType: WireType.BYTES,
        collects: false,
        initial: () => '',
        size: (value) => (value === '' ? 0 : sizeOfUint32(tag) + sizeOfDelimited(Buffer.byteLength(value))),
        write(writer, value) {
            if (value === '') return;
            writer.uint32(tag);
            writer.string(value);
        },
        read: (reader) => reader.string(),
    };
}

/** Bytes are read as a view on the message, and written from any Uint8Array. */
export function bytes(number: number): Field<Buffer, Uint8Array> {
    const tag = tagOf(number, WireType.BYTES);
    return {
        number,
        wireType: WireType.BYTES,
        collects: false,
        initial: () => EMPTY,
        size: (value) => (value.length === 0 ? 0 : sizeOfUint32(tag) + sizeOfDelimited(value.length)),
        write(writer, value) {
            if (value.length === 0) return;
            writer.uint32(tag);
            writer.bytes(value);
        },
        read: (reader) => reader.bytes(),
    };
}

/** How values are measured, written behind their tag, and read. */
interface Content<T, Input = T> {
    size(value: Input): number;
    write(writer: WireWriter, value: Input): void;
    read(reader: WireReader): T;
}

/** A field of a varint whose default is `none`; the kinds differ in nothing else. */
function varint<T>(number: number, none: T, content: Content<T>): Field<T> {
    const tag = tagOf(number, WireType.VARINT);
    return {
        number,
        wireType: WireType.VARINT,
        collects: false,
        initial: () => none,
        size: (value) => (value === none ? 0 : sizeOfUint32(tag) + content.size(value)),
        write(writer, value) {
            if (value === none) return;
            writer.uint32(tag);
            content.write(writer, value);
        },
        read: (reader) => content.read(reader),
    };
}

export function bool(number: number): Field<boolean> {
    return varint(number, false, {
        size: () => 1,
        write(writer, value) {
            writer.uint32(Number(value));
        },
        read: (reader) => reader.bool(),
    });
}

export function int32(number: number): Field<number> {
    return varint(number, 0, {
        size(value) {
            if ((value | 0) !== value) throw unfit(number, value, 'a signed');
            return value < 0 ? 10 : sizeOfUint32(value);
        },
        write(writer, value) {
            writer.int32(value);
        },
        read: (reader) => reader.int32(),
    });
}

export function uint32(number: number): Field<number> {
    return varint(number, 0, {
        size(value) {
            if (value >>> 0 !== value) throw unfit(number, value, 'an unsigned');
            return sizeOfUint32(value);
        },
        write(writer, value) {
            writer.uint32(value);
        },
        read: (reader) => reader.uint32(),
    });
}

export function int64(number: number): Field<bigint> {
    return varint(number, 0n, {
        size: sizeOfUint64,
        write(writer, value) {
            writer.uint64(value);
        },
        read: (reader) => reader.int64(),
    });
}

export function uint64(number: number): Field<bigint> {
    return { ...int64(number), read: (reader) => reader.uint64() };
}

/** A message within the message; undefined where it is absent, which proto3 tells apart from empty. Two are merged. */
export function embedded<T, Input>(
    number: number,
    codec: MessageCodec<T, Input>,
): Field<T | undefined, Input | undefined> {
    const tag = tagOf(number, WireType.BYTES);
    const content = embeddedContent(codec);
    return {
        number,
        wireType: WireType.BYTES,
        collects: false,
        initial: () => undefined,
        size: (value) => (value === undefined ? 0 : sizeOfUint32(tag) + content.size(value)),
        write(writer, value) {
            if (value === undefined) return;
            writer.uint32(tag);
            content.write(writer, value);
        },
        read: (reader, previous) =>
            previous === undefined
                ? reader.message(codec.read)
                : reader.message((inner) => codec.merge(inner, previous)),
    };
}

function embeddedContent<T, Input>(codec: MessageCodec<T, Input>): Content<T, Input> {
    return {
        size: (value) => sizeOfDelimited(codec.sizeOf(value)),
        write(writer, value) {
            writer.uint32(codec.sizeOf(value));
            codec.write(writer, value);
        },
        read: (reader) => reader.message(codec.read),
    };
}

/** Any number of values of one field; unlike a single one, each is written, the defaults included. */
function repeated<T, Input>(number: number, content: Content<T, Input>): Field<T[], readonly Input[]> {
    const tag = tagOf(number, WireType.BYTES);
    return {
        number,
        wireType: WireType.BYTES,
        collects: true,
        initial: () => [],
        size: (values) => values.reduce((size, value) => size + sizeOfUint32(tag) + content.size(value), 0),
        write(writer, values) {
            for (const value of values) {
                writer.uint32(tag);
                content.write(writer, value);
            }
        },
        read(reader, values) {
            checkOccurrences(number, values.length);
            values.push(content.read(reader));
            return values;
        },
    };
}

const binary: Content<Buffer, Uint8Array> = {
    size: (value) => sizeOfDelimited(value.length),
    write(writer, value) {
        writer.bytes(value);
    },
    read: (reader) => reader.bytes(),
};

const text: Content<string> = {
    size: (value) => sizeOfDelimited(Buffer.byteLength(value)),
    write(writer, value) {
        writer.string(value);
    },
    read: (reader) => reader.string(),
};

const readableEntry = message({ name: string(1), value: bytes(2) });

/** An entry of a map. Protobuf writes both its fields, the empty ones as well. */
const mapEntry: Content<[string, Buffer], readonly [string, Uint8Array]> = {
    size: ([name, value]) => sizeOfDelimited(sizeOfEntry(name, value)),
    write(writer, [name, value]) {
        writer.uint32(sizeOfEntry(name, value));
        writer.uint32(tagOf(1, WireType.BYTES));
        text.write(writer, name);
        writer.uint32(tagOf(2, WireType.BYTES));
        binary.write(writer, value);
    },
    read(reader) {
        const { name, value } = reader.message(readableEntry.read);
        return [name, value];
    },
};

function sizeOfEntry(name: string, value: Uint8Array): number {
    return 1 + text.size(name) + 1 + binary.size(value);
}

export function repeatedBytes(number: number): Field<Buffer[], readonly Uint8Array[]> {
    return repeated(number, binary);
}

export function repeatedStrings(number: number): Field<string[], readonly string[]> {
    return repeated(number, text);
}

export function repeatedMessages<T, Input>(
    number: number,
    codec: MessageCodec<T, Input>,
): Field<T[], readonly Input[]> {
    return repeated(number, embeddedContent(codec));
}

/** `map<string, bytes>`: on the wire a repeated message of key and value. A Map, so that no key is special. */
export function bytesByName(number: number): Field<Map<string, Buffer>, ReadonlyMap<string, Uint8Array>> {
    return map(number, mapEntry);
}

/** `map<uint64, Message>`. */
export function messagesByNumber<T, Input>(
    number: number,
    codec: MessageCodec<T, Input>,
): Field<Map<bigint, T>, ReadonlyMap<bigint, Input>> {
    const content = embeddedContent(codec);
    const readable = message({ key: uint64(1), value: embedded(2, codec) });
    const sizeOfParts = (key: bigint, value: Input): number => 1 + sizeOfUint64(key) + 1 + content.size(value);
    return map(number, {
        size: ([key, value]) => sizeOfDelimited(sizeOfParts(key, value)),
        write(writer, [key, value]) {
            writer.uint32(sizeOfParts(key, value));
            writer.uint32(tagOf(1, WireType.VARINT));
            writer.uint64(key);
            writer.uint32(tagOf(2, WireType.BYTES));
            content.write(writer, value);
        },
        read(reader) {
            const { key, value } = readable.decode(reader.bytes());
            return [key, value ?? codec.decode(EMPTY)];
        },
    });
}

function map<K, V, Input>(
    number: number,
    entry: Content<[K, V], readonly [K, Input]>,
): Field<Map<K, V>, ReadonlyMap<K, Input>> {
    const entries = repeated(number, entry);
    return {
        ...entries,
        initial: () => new Map(),
        size: (values) => (values.size === 0 ? 0 : entries.size(Array.from(values))),
        write(writer, values) {
            if (values.size > 0) entries.write(writer, Array.from(values));
        },
        read(reader, values) {
            checkOccurrences(number, values.size);
            const [key, value] = entry.read(reader);
            return values.set(key, value);
        },
    };
}

function tagOf(number: number, wireType: number): number {
    return (number << 3) | wireType;
}

/** Size of so many bytes behind their length. */
function sizeOfDelimited(length: number): number {
    return sizeOfUint32(length) + length;
}

/** However small on the wire, each occurrence becomes an object: 100 MiB of empty ones would take gigabytes. */
function checkOccurrences(number: number, count: number): void {
    if (count < MAX_OCCURRENCES) return;
    throw new ProtocolError('MALFORMED_MESSAGE', `field ${number} occurs more than ${MAX_OCCURRENCES} times`);
}

function unfit(number: number, value: number, kind: string): ProtocolError {
    return new ProtocolError('MALFORMED_MESSAGE', `field ${number} must be ${kind} 32-bit integer, not ${value}`);
}
