import { type KeyModification as Encoded, keyModification, type RowPages, rowPages } from '@heddle/protocol';
import { Timestamp } from './timestamp';

/** One change of a key, as its history has it. */
export interface KeyModification {
    /** The transaction that wrote it. */
    readonly txId: string;
    /** Empty where the key was deleted. */
    readonly value: Buffer;
    /** The transaction's time, as `getTxTimestamp` gave it: `timestamp.toDate()` is the Date. */
    readonly timestamp: Timestamp;
    readonly isDelete: boolean;
}

/** Reads pages of a history. */
export const HISTORY: RowPages<KeyModification> = rowPages({
    read: (reader) => ofLedger(keyModification.read(reader)),
    decode: (bytes) => ofLedger(keyModification.decode(bytes)),
});

function ofLedger({ txId, value, timestamp, isDelete }: Encoded): KeyModification {
    if (timestamp === undefined) throw new TypeError(`the change by transaction ${txId} has no time`);
    return { txId, value, timestamp: new Timestamp(timestamp), isDelete };
}
