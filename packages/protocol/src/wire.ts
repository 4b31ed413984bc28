// Imported, since each use of the global one runs a getter.
import { Buffer, isUtf8 } from 'node:buffer';
import { ProtocolError } from './errors';

/**
 * The primitives of the protobuf wire format. A reader never allocates more than the bytes it was given and never reads
 * past them; a writer fills a buffer whose size was computed beforehand.
 */

/** How a field's value is laid out; the lower three bits of its tag. */
export const WireType = { VARINT: 0, FIXED64: 1, BYTES: 2, GROUP_START: 3, GROUP_END: 4, FIXED32: 5 } as const;

export const EMPTY: Buffer = Buffer.alloc(0);

const REPLACEMENT_CHARACTER = '\ufffd';
const MAX_VARINT_BYTES = 10;
const MAX_GROUP_DEPTH = 100;
/** Up to this many characters, a loop is faster than a call into Node; and V8 makes one text of what is added up. */
const SHORT_TEXT = 12;

/** Reads one message from front to back: `while (reader.next()) switch (reader.field) …`. */
export class WireReader {
    /** Number of the field that `next` found. */
    field = 0;
    /** Wire type of the field that `next` found. */
    wireType = 0;
    #at = 0;
    /** The two halves of the last varint: numbers, since bigints are slow. */
    #low = 0;
    #high = 0;
    readonly #bytes: Buffer;
    /** Where the message ends that is being read: an embedded one before the bytes do. */
    #end: number;

    constructor(bytes: Uint8Array) {
        this.#bytes = asBuffer(bytes);
        this.#end = bytes.length;
    }

    /** Number and wire type of the field that `next` found, as they are on the wire. */
    get tag(): number {
        return (this.field << 3) | this.wireType;
    }

    /** How many bytes it is behind; to be set between two fields only. */
    get at(): number {
        return this.#at;
    }

    set at(place: number) {
        this.#at = place;
    }

    /** Moves to the next field; false at the end of the message. */
    next(): boolean {
        if (this.#at >= this.#end) return false;
        this.#readTag();
        return true;
    }

    /** Reads a varint and keeps its lower 32 bits, as every protobuf implementation does for 32-bit fields. */
    uint32(): number {
        this.#readVarint();
        return this.#low;
    }

    int32(): number {
        return this.uint32() | 0;
    }

    /** A bool is true where any bit of its varint is set, the upper ones included. */
    bool(): boolean {
        this.#readVarint();
        return this.#low !== 0 || this.#high !== 0;
    }

    uint64(): bigint {
        this.#readVarint();
        return (BigInt(this.#high) << 32n) | BigInt(this.#low);
    }

    int64(): bigint {
        return BigInt.asIntN(64, this.uint64());
    }

    /** Reads a length and that many bytes, as a view on the message: nothing is copied. */
    bytes(): Buffer {
        const length = this.#readLength();
        if (length === 0) return EMPTY;
        const start = this.#at;
        this.#advance(length);
        return this.#bytes.subarray(start, this.#at);
    }

    /** Reads a string. Bytes that are not UTF-8 are an error, as proto3 demands, and not replaced silently. */
    string(): string {
        const length = this.#readLength();
        const start = this.#at;
        this.#advance(length);
        const short = length <= SHORT_TEXT ? this.#ascii(start, this.#at) : undefined;
        if (short !== undefined) return short;
        const text = this.#bytes.toString('utf8', start, this.#at);
        if (text.includes(REPLACEMENT_CHARACTER) && !isUtf8(this.#bytes.subarray(start, this.#at))) {
            throw this.#malformed(`field ${this.field} is not valid UTF-8`);
        }
        return text;
    }

    /** A text of ASCII; undefined where it is of anything else. */
    #ascii(start: number, end: number): string | undefined {
        let text = '';
        for (let at = start; at < end; at++) {
            const byte = this.#bytes[at] ?? 0x80;
            if (byte > 0x7f) return undefined;
            text += String.fromCharCode(byte);
        }
        return text;
    }

    /** Reads a length and, in place, the message of that many bytes. It is behind it afterwards, also if that fails. */
    message<T>(read: (reader: WireReader) => T): T {
        const length = this.#readLength();
        const start = this.#at;
        this.#advance(length);
        const outerEnd = this.#end;
        this.#end = this.#at;
        this.#at = start;
        try {
            return read(this);
        } finally {
            this.#at = this.#end;
            this.#end = outerEnd;
        }
    }

    /** Passes over the value of a field that the caller does not know, or whose wire type is not the expected one. */
    skip(): void {
        this.#skipValue(0);
    }

    #skipValue(depth: number): void {
        switch (this.wireType) {
            case WireType.VARINT:
                this.#readVarint();
                return;
            case WireType.FIXED64:
                this.#advance(8);
                return;
            case WireType.BYTES:
                this.#advance(this.#readLength());
                return;
            case WireType.GROUP_START:
                this.#skipGroup(depth + 1);
                return;
            case WireType.FIXED32:
                this.#advance(4);
                return;
            default:
                throw this.#malformed(`wire type ${this.wireType} of field ${this.field}`);
        }
    }

    #skipGroup(depth: number): void {
        if (depth > MAX_GROUP_DEPTH) throw this.#malformed('groups are nested too deeply');
        const group = this.field;
        for (;;) {
            this.#readTag();
            if (this.wireType === WireType.GROUP_END && this.field === group) return;
            this.#skipValue(depth);
        }
    }

    #readTag(): void {
        this.#readVarint();
        if (this.#high !== 0) throw this.#malformed('a tag of more than 32 bits');
        this.field = this.#low >>> 3;
        this.wireType = this.#low & 7;
        if (this.field === 0) throw this.#malformed('field number 0');
    }

    /** In full: a length of more than 32 bits must not be taken for the short one in its lower bits. */
    #readLength(): number {
        this.#readVarint();
        return this.#high * 2 ** 32 + this.#low;
    }

    #readVarint(): void {
        const first = this.#byte();
        this.#low = first;
        this.#high = 0;
        if (first > 0x7f) this.#readLongVarint(first & 0x7f);
    }

    #readLongVarint(first: number): void {
        let low = first;
        let high = 0;
        for (let shift = 7; shift < 7 * MAX_VARINT_BYTES; shift += 7) {
            const byte = this.#byte();
            const bits = byte & 0x7f;
            if (shift < 32) low |= bits << shift;
            if (shift === 28) high = bits >>> 4;
            if (shift > 32) high |= bits << (shift - 32);
            if (byte > 0x7f) continue;
            this.#low = low >>> 0;
            this.#high = high >>> 0;
            return;
        }
        throw this.#malformed('a varint of more than ten bytes');
    }

    #byte(): number {
        const byte = this.#bytes[this.#at];
        if (byte === undefined || this.#at >= this.#end) throw this.#truncated(1);
        this.#at++;
        return byte;
    }

    #advance(length: number): void {
        if (length > this.#end - this.#at) throw this.#truncated(length);
        this.#at += length;
    }

    #malformed(what: string): ProtocolError {
        return new ProtocolError('MALFORMED_MESSAGE', `${what} before byte ${this.#at}`);
    }

    #truncated(wanted: number): ProtocolError {
        const left = this.#end - this.#at;
        return new ProtocolError('TRUNCATED_MESSAGE', `${wanted} bytes expected at byte ${this.#at}, ${left} left`);
    }
}

/** Fills a buffer of a size computed beforehand; `finish` shows that the computation was right. */
export class WireWriter {
    #at = 0;
    readonly #bytes: Buffer;

    constructor(size: number) {
        this.#bytes = Buffer.allocUnsafe(size);
    }

    uint32(value: number): void {
        let rest = value >>> 0;
        while (rest > 0x7f) {
            this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
            rest >>>= 7;
        }
        this.#bytes[this.#at++] = rest;
    }

    /** Negative numbers take ten bytes: protobuf extends their sign to 64 bits. */
    int32(value: number): void {
        if (value >= 0) this.uint32(value);
        else this.uint64(BigInt(value));
    }

    uint64(value: bigint): void {
        let rest = BigInt.asUintN(64, value);
        while (rest > 0x7fn) {
            this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
            rest >>= 7n;
        }
        this.#bytes[this.#at++] = Number(rest);
    }

    bytes(value: Uint8Array): void {
        this.uint32(value.length);
        this.encoded(value);
    }

    /** Fields that are encoded already. */
    encoded(fields: Uint8Array): void {
        this.#bytes.set(fields, this.#at);
        this.#at += fields.length;
    }

    string(value: string): void {
        const length = Buffer.byteLength(value);
        this.uint32(length);
        if (length === value.length && length <= SHORT_TEXT) this.#ascii(value);
        else this.#at += this.#bytes.write(value, this.#at, 'utf8');
    }

    #ascii(value: string): void {
        for (let index = 0; index < value.length; index++) this.#bytes[this.#at++] = value.charCodeAt(index);
    }

    /** How many bytes can still be written. */
    get left(): number {
        return this.#bytes.length - this.#at;
    }

    /** What has been written so far: nothing is copied. */
    get written(): Buffer {
        return this.#bytes.subarray(0, this.#at);
    }

    finish(): Buffer {
        if (this.#at !== this.#bytes.length) {
            throw new ProtocolError('MALFORMED_MESSAGE', `${this.#bytes.length} bytes computed, ${this.#at} written`);
        }
        return this.#bytes;
    }
}

/** The same bytes as a Buffer; nothing is copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function sizeOfUint32(value: number): number {
    const unsigned = value >>> 0;
    if (unsigned < 0x80) return 1;
    if (unsigned < 0x4000) return 2;
    if (unsigned < 0x200000) return 3;
    return unsigned < 0x10000000 ? 4 : 5;
}

export function sizeOfUint64(value: bigint): number {
    let size = 1;
    for (let rest = BigInt.asUintN(64, value); rest > 0x7fn; rest >>= 7n) size++;
    return size;
}

/** Size of a field whose value is `length` bytes behind a tag and a length. */
export function sizeOfDelimited(field: number, length: number): number {
    return sizeOfUint32(field << 3) + sizeOfUint32(length) + length;
}
