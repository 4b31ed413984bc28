import { WireType } from './wire-type';

/**
 * Looks for fields of a message of protobuf in place: nothing is decoded, and nothing is made. For frames, most of which
 * are only looked at.
 */
export class FrameScan {
    /** Where the value is that `find` found. */
    start = 0;
    end = 0;
    readonly #bytes: Uint8Array;
    #at = 0;

    constructor(bytes: Uint8Array) {
        this.#bytes = bytes;
    }

    /**
     * Finds the next value of this field between two places, which are a whole message or the rest of one; false where
     * there is none.
     * @throws RangeError where the bytes are no message
     */
    find(field: number, from: number, to: number): boolean {
        this.#at = from;
        while (this.#at < to) {
            const tag = this.#varint(to);
            const isFound = this.#value(tag & 7, to);
            if (isFound && tag >>> 3 === field) return true;
        }
        return false;
    }

    /** The number of a field of varint that `find` cannot find; 0 where there is none. */
    number(field: number, from: number, to: number): number {
        this.#at = from;
        while (this.#at < to) {
            const tag = this.#varint(to);
            if (tag === field << 3) return this.#varint(to);
            this.#value(tag & 7, to);
        }
        return 0;
    }

    /** Passes over a value; true where it is one with a length, whose place is noted. */
    #value(wireType: number, to: number): boolean {
        if (wireType === WireType.BYTES) {
            const length = this.#varint(to);
            this.start = this.#at;
            this.end = this.#advance(length, to);
            return true;
        }
        if (wireType === WireType.VARINT) this.#varint(to);
        else if (wireType === WireType.FIXED64) this.#advance(8, to);
        else if (wireType === WireType.FIXED32) this.#advance(4, to);
        else throw new RangeError(`wire type ${wireType} at byte ${this.#at}`);
        return false;
    }

    #advance(length: number, to: number): number {
        this.#at += length;
        if (this.#at > to) throw new RangeError(`byte ${this.#at} of ${to}`);
        return this.#at;
    }

    #varint(to: number): number {
        let value = 0;
        for (let shift = 0; shift < 70; shift += 7) {
            const byte = this.#bytes[this.#at];
            if (byte === undefined || this.#at >= to) throw new RangeError(`byte ${this.#at} of ${to}`);
            this.#at += 1;
            // What is longer than a number holds is no length, and only passed over.
            value += (byte & 0x7f) * 2 ** shift;
            if (byte < 0x80) return value;
        }
        throw new RangeError(`a varint of more than ten bytes before byte ${this.#at}`);
    }
}

/** The type of a frame where it stands in front, as everybody writes it; -1 where it does not. */
export function quickType(frame: Uint8Array): number {
    const type = frame[1] ?? 0x80;
    return frame[0] === 8 && type < 0x80 ? type : -1;
}

/** The type of a frame, wherever it stands; 0 where it has none. @throws RangeError where it is no message */
export function typeOf(frame: Uint8Array): number {
    const quick = quickType(frame);
    return quick < 0 ? new FrameScan(frame).number(1, 0, frame.length) : quick;
}
