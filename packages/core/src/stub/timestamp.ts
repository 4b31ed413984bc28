import { type Timestamp as Encoded, toDate } from '@heddle/protocol';
import { Int64 } from './int64';

/** A time of the ledger: seconds since 1970, and nanoseconds within the second. `toDate()` is the way to calculate with it. */
export class Timestamp {
    readonly seconds: Int64;
    readonly nanos: number;

    constructor({ seconds, nanos }: Encoded) {
        this.seconds = new Int64(seconds);
        this.nanos = nanos;
    }

    /** The time as a Date, cut to its milliseconds. */
    toDate(): Date {
        return toDate({ seconds: this.seconds.toBigInt(), nanos: this.nanos });
    }
}
