import { WireType } from '@heddle/protocol/internal';

const NO_BYTES = new Uint8Array();

/** No field has it, nor has what is no message: numbers of fields are not negative. */
export const NO_FIELD = -1;

/**
 * Walks over the fields of a message of protobuf in place: nothing is decoded, and nothing is made. For frames, most of which
 * are only looked at; a `WireReader` makes a view of each value.
 */
export class FrameScan {
    /** Where the value is that was found. */
    start = 0;
    end = 0;
    #bytes: Uint8Array;
    #at = 0;

    constructor(bytes: Uint8Array = NO_BYTES) {
        this.#bytes = bytes;
    }

    /** Goes to the beginning of another message. */
    take(bytes: Uint8Array): void {
        this.#bytes = bytes;
        this.#at = 0;
    }

    /**
     * Finds the next value with a length, of whatever field, before this place, which is the end of a message.
     * @returns the number of the field, or `NO_FIELD` at the end
     * @throws RangeError where the bytes are no message
     */
    next(to: number): number {
        while (this.#at < to) {
            const tag = this.#varint(to);
            if (this.#value(tag & 7, to)) return tag >>> 3;
        }
        return NO_FIELD;
    }

    /**
     * Finds the next value of this field between two places, which are a whole message or the rest of one; false where
     * there is none.
     * @throws RangeError where the bytes are no message
     */
    find(field: number, from: number, to: number): boolean {
        this.#at = from;
        for (;;) {
            const found = this.next(to);
            if (found === field) return true;
            if (found === NO_FIELD) return false;
        }
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
            this.#advance(length, to);
            this.end = this.#at;
            return true;
        }
        if (wireType === WireType.VARINT) this.#varint(to);
        else if (wireType === WireType.FIXED64) this.#advance(8, to);
        else if (wireType === WireType.FIXED32) this.#advance(4, to);
        else throw new RangeError(`wire type ${wireType} at byte ${this.#at}`);
        return false;
    }

    #advance(length: number, to: number): void {
        this.#at += length;
        if (this.#at > to) throw this.#beyond(to);
    }

    /** Nearly all are of one byte, which is looked at without a loop. */
    #varint(to: number): number {
        const first = this.#bytes[this.#at] ?? 0x80;
        if (first >= 0x80 || this.#at >= to) return this.#longVarint(to);
        this.#at += 1;
        return first;
    }

    #longVarint(to: number): number {
        let value = 0;
        for (let shift = 0; shift < 70; shift += 7) {
            const byte = this.#bytes[this.#at];
            if (byte === undefined || this.#at >= to) throw this.#beyond(to);
            this.#at += 1;
            // What is longer than a number holds is no length, and only passed over.
            value += (byte & 0x7f) * 2 ** shift;
            if (byte < 0x80) return value;
        }
        throw new RangeError(`a varint of more than ten bytes before byte ${this.#at}`);
    }

    #beyond(to: number): RangeError {
        return new RangeError(`byte ${this.#at} of ${to}`);
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
