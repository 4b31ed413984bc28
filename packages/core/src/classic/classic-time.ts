import { type Timestamp, toDate } from '@heddle/protocol';
import Long from 'long';

/** A time as fabric-shim's `getTxTimestamp` gives it, in this order: chaincode makes JSON of it. */
export interface ClassicTimestamp {
    nanos: number;
    seconds: Long;
}

/** Makes the seconds of a time a Long, unsigned as fabric-shim's are. */
export function longOf(value: bigint): Long {
    return Long.fromString(value.toString(), true);
}

/** What a stub has in its field `txTimestamp`: the fields of a time, and the methods of the message that it was. */
export class ClassicTime {
    readonly seconds: Long;
    readonly nanos: number;

    constructor({ seconds, nanos }: Timestamp) {
        this.seconds = longOf(seconds);
        this.nanos = nanos;
    }

    getSeconds(): number {
        return this.seconds.toNumber();
    }

    getNanos(): number {
        return this.nanos;
    }

    toDate(): Date {
        return toDate({ seconds: BigInt(this.seconds.toString()), nanos: this.nanos });
    }

    toObject(): { seconds: number; nanos: number } {
        return { seconds: this.getSeconds(), nanos: this.nanos };
    }
}
