import { Buffer } from 'node:buffer';
import type { MessageCodec } from './codec';
import { requests, type WriteBatch } from './requests';
import { sizeOfDelimited, WireType, WireWriter } from './wire';

/** The records of WriteBatchState, and the fields of WriteRecord. */
const RECORD = 1;
const KEY = 1;
const VALUE = 2;
const TYPE = 5;

/** Records are written into pieces of this size, and larger ones into a piece of their own. */
const PIECE_BYTES = 16 * 1024;

/**
 * Records of a WRITE_BATCH_STATE that are encoded as they come: a thousand objects that wait for their turn are what a
 * garbage collector has most work with.
 */
export class EncodedWrites {
    readonly #pieces: WireWriter[] = [];
    #writer = new WireWriter(0);
    #count = 0;
    #size = 0;

    /** How many there are. */
    get count(): number {
        return this.#count;
    }

    /** How many bytes they take. */
    get size(): number {
        return this.#size;
    }

    /**
     * Adds the write of a key of the public state, whose bytes are copied.
     * @param type that of the request which it would be by itself
     */
    add(type: number, key: string, value: Uint8Array | undefined): void {
        const valueBytes = value?.length ?? 0;
        const valueSize = valueBytes === 0 ? 0 : sizeOfDelimited(VALUE, valueBytes);
        const recordBytes = sizeOfDelimited(KEY, Buffer.byteLength(key)) + valueSize + SIZE_OF_TYPE;
        const writer = this.#writerFor(sizeOfDelimited(RECORD, recordBytes));
        writer.uint32(tag(RECORD, WireType.BYTES));
        writer.uint32(recordBytes);
        writer.uint32(tag(KEY, WireType.BYTES));
        writer.string(key);
        if (value !== undefined && valueBytes > 0) {
            writer.uint32(tag(VALUE, WireType.BYTES));
            writer.bytes(value);
        }
        writer.uint32(tag(TYPE, WireType.VARINT));
        writer.uint32(type);
    }

    #writerFor(size: number): WireWriter {
        this.#count++;
        this.#size += size;
        if (this.#writer.left >= size) return this.#writer;
        this.#writer = new WireWriter(Math.max(size, PIECE_BYTES));
        this.#pieces.push(this.#writer);
        return this.#writer;
    }

    /** Writes all of them. */
    writeTo(writer: WireWriter): void {
        for (const { written } of this.#pieces) writer.encoded(written);
    }
}

/** Types are numbers below 128. */
const SIZE_OF_TYPE = 2;

function tag(field: number, wireType: number): number {
    return (field << 3) | wireType;
}

/** Encodes writes that are encoded already; decodes as a batch of records. */
export const encodedWrites: MessageCodec<WriteBatch, EncodedWrites> = {
    ...requests.writeBatchState.query,
    sizeOf: ({ size }) => size,
    write: (writer, writes) => {
        writes.writeTo(writer);
    },
    encode: (writes) => {
        const writer = new WireWriter(writes.size);
        writes.writeTo(writer);
        return writer.finish();
    },
};
