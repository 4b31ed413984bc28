import { message, type MessageCodec } from './codec';
import { int32, int64 } from './fields';

/** google.protobuf.Timestamp: seconds since 1970, and nanoseconds within the second. */
export interface Timestamp {
    readonly seconds: bigint;
    readonly nanos: number;
}

export const timestamp: MessageCodec<Timestamp> = message({ seconds: int64(1), nanos: int32(2) });

/** The time as a Date, cut to its milliseconds. */
export function toDate({ seconds, nanos }: Timestamp): Date {
    return new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000));
}

/** The timestamp of a Date. */
export function toTimestamp(date: Date): Timestamp {
    const milliseconds = date.getTime();
    const seconds = Math.floor(milliseconds / 1000);
    return { seconds: BigInt(seconds), nanos: (milliseconds - seconds * 1000) * 1_000_000 };
}
