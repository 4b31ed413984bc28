import { WireType } from './wire-type';

/** The fields of a ChaincodeMessage that somebody asks for are below it. */
const FIELDS = 8;

/**
 * Where the fields of a ChaincodeMessage are, found in one pass, and none of them decoded. One object is for all frames, one
 * after the other, so that nothing has to be made for a frame: what it says is of the last one that it took.
 */
export class FrameFields {
    readonly #starts = new Int32Array(FIELDS);
    readonly #ends = new Int32Array(FIELDS);
    #bytes: Uint8Array = new Uint8Array();
    #at = 0;

    /** Takes a frame. @throws RangeError where it is no message */
    take(frame: Uint8Array): void {
        this.#bytes = frame;
        this.#at = 0;
        for (let field = 0; field < FIELDS; field += 1) {
            this.#starts[field] = 0;
            this.#ends[field] = 0;
        }
        while (this.#at < frame.length) this.#pass(this.#varint());
    }

    /** Whether the frame has a field, a value with a length. */
    has(field: number): boolean {
        return this.end(field) > 0;
    }

    /** Where the value begins; 0 where there is none. */
    start(field: number): number {
        return this.#starts[field] ?? 0;
    }

    /** Where it ends; 0 where there is none. */
    end(field: number): number {
        return this.#ends[field] ?? 0;
    }

    #pass(tag: number): void {
        const wireType = tag & 7;
        if (wireType === WireType.BYTES) this.#note(tag >>> 3, this.#varint());
        else if (wireType === WireType.VARINT) this.#varint();
        else if (wireType === WireType.FIXED64) this.#advance(8);
        else if (wireType === WireType.FIXED32) this.#advance(4);
        else throw new RangeError(`wire type ${wireType} at byte ${this.#at}`);
    }

    #note(field: number, length: number): void {
        const start = this.#at;
        this.#advance(length);
        if (field >= FIELDS) return;
        this.#starts[field] = start;
        this.#ends[field] = this.#at;
    }

    #advance(length: number): void {
        this.#at += length;
        if (this.#at > this.#bytes.length) throw new RangeError(`byte ${this.#at} of ${this.#bytes.length}`);
    }

    #varint(): number {
        const first = this.#bytes[this.#at];
        if (first !== undefined && first < 0x80) {
            this.#at += 1;
            return first;
        }
        return this.#longVarint();
    }

    #longVarint(): number {
        let value = 0;
        for (let shift = 0; shift < 70; shift += 7) {
            const byte = this.#bytes[this.#at];
            if (byte === undefined) throw new RangeError(`byte ${this.#at} of ${this.#bytes.length}`);
            this.#at += 1;
            value += (byte & 0x7f) * 2 ** shift;
            if (byte < 0x80) return value;
        }
        throw new RangeError(`a varint of more than ten bytes before byte ${this.#at}`);
    }
}
