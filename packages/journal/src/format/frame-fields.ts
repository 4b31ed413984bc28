import { FrameScan, NO_FIELD } from './frame-scan';

/** The fields of a ChaincodeMessage that somebody asks for are below it. */
const FIELDS = 8;

/**
 * Where the fields of a ChaincodeMessage are, found in one pass, and none of them decoded. One object is for all frames, one
 * after the other, so that nothing has to be made for a frame: what it says is of the last one that it took.
 */
export class FrameFields {
    readonly #starts = new Int32Array(FIELDS);
    readonly #ends = new Int32Array(FIELDS);
    readonly #scan = new FrameScan();

    /** Takes a frame. @throws RangeError where it is no message */
    take(frame: Uint8Array): void {
        for (let field = 0; field < FIELDS; field += 1) {
            this.#starts[field] = 0;
            this.#ends[field] = 0;
        }
        const scan = this.#scan;
        scan.take(frame);
        for (let field = scan.next(frame.length); field !== NO_FIELD; field = scan.next(frame.length)) {
            if (field >= FIELDS) continue;
            this.#starts[field] = scan.start;
            this.#ends[field] = scan.end;
        }
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
}
