import { checksumOf } from '../format/checksum';
import { CHUNK_HEADER_BYTES, RECORD_HEADER_BYTES } from '../format/layout';

/** How much a chunk holds; a larger record has one for itself. */
export const CHUNK_BYTES: number = 256 * 1024;

const TIME_BYTES = 8;
/** Fewer bytes are cleared one by one: a call would cost more. */
const FEW_BYTES = 48;

/** A range of bytes, as places of start and end one behind the other. */
export type Ranges = readonly number[];

/** Records that are written together, in the form in which they are written. */
export class Chunk {
    /** Whether a segment begins with it. */
    startsSegment = false;
    records = 0;
    #at = CHUNK_HEADER_BYTES;
    readonly #buffer: Buffer;
    readonly #time = Buffer.alloc(TIME_BYTES);

    constructor(size = CHUNK_BYTES) {
        this.#buffer = Buffer.allocUnsafeSlow(size);
    }

    get isEmpty(): boolean {
        return this.#at === CHUNK_HEADER_BYTES;
    }

    /** How many bytes there are of it. */
    get length(): number {
        return this.#at;
    }

    /** Whether it is of the usual size, and can be used again. */
    get isRegular(): boolean {
        return this.#buffer.length === CHUNK_BYTES;
    }

    /** Begins anew. @param milliseconds the time of all of its records, which is taken once */
    reset(milliseconds: number): void {
        this.startsSegment = false;
        this.records = 0;
        this.#at = CHUNK_HEADER_BYTES;
        this.#time.writeDoubleLE(milliseconds);
    }

    hasRoomFor(bytes: number): boolean {
        return this.#at + RECORD_HEADER_BYTES + bytes <= this.#buffer.length;
    }

    /** Adds a record, whose bytes are copied. By hand: a call for each number would cost more than the copy. */
    add(kind: number, flags: number, session: number, bytes: Uint8Array): void {
        const buffer = this.#buffer;
        const at = this.#at;
        const { length } = bytes;
        buffer[at] = length;
        buffer[at + 1] = length >>> 8;
        buffer[at + 2] = length >>> 16;
        buffer[at + 3] = length >>> 24;
        buffer[at + 4] = kind;
        buffer[at + 5] = flags;
        buffer[at + 6] = 0;
        buffer[at + 7] = 0;
        buffer[at + 8] = session;
        buffer[at + 9] = session >>> 8;
        buffer[at + 10] = session >>> 16;
        buffer[at + 11] = session >>> 24;
        const time = this.#time;
        for (let index = 0; index < TIME_BYTES; index += 1) buffer[at + 12 + index] = time[index] ?? 0;
        buffer.set(bytes, at + RECORD_HEADER_BYTES);
        this.#at = at + RECORD_HEADER_BYTES + length;
        this.records += 1;
    }

    /** Makes zeros of ranges of the record that was added last. @param length of that record's bytes */
    hide(ranges: Ranges, length: number): void {
        const start = this.#at - length;
        for (let index = 0; index + 1 < ranges.length; index += 2) {
            clear(this.#buffer, start + (ranges[index] ?? 0), start + (ranges[index + 1] ?? 0));
        }
    }

    /** What is to be written, with its checksum. */
    seal(): Buffer {
        const records = this.#buffer.subarray(CHUNK_HEADER_BYTES, this.#at);
        this.#buffer.writeUInt32LE(records.length, 0);
        this.#buffer.writeUInt32LE(checksumOf(records), 4);
        return this.#buffer.subarray(0, this.#at);
    }
}

function clear(buffer: Buffer, from: number, to: number): void {
    if (to - from > FEW_BYTES) {
        buffer.fill(0, from, to);
        return;
    }
    for (let at = from; at < to; at += 1) buffer[at] = 0;
}
