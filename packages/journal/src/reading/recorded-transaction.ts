import type { SessionHeader } from '../format/layout';

/** A frame of a recorded transaction. */
export interface RecordedFrame {
    readonly from: 'peer' | 'chaincode';
    readonly frame: Buffer;
    /** Whether private bytes of it are zeros. */
    readonly isRedacted: boolean;
}

/** The session of a recorded transaction. */
export interface RecordedSession {
    /** Names the process that served it. */
    readonly process: string;
    /** Its number in that process. */
    readonly number: number;
    readonly header: SessionHeader;
    /** The peer's READY; undefined where it is not in the journal. */
    readonly ready: Buffer | undefined;
}

/** How the record of a transaction ends. */
export type RecordedEnd =
    /** The chaincode answered. */
    | 'completed'
    /** It was not run: the chaincode was shutting down, or could not read it. */
    | 'refused'
    /** The timer answered, or the end of a worker thread, and not the contract. */
    | 'timed out'
    /** The peer asked for it again. */
    | 'given up'
    /** The stream ended. */
    | 'cut'
    /** The journal has lost a part of it, or ends in the middle of it. */
    | 'incomplete';

/** A run of a transaction, as it was recorded. */
export interface RecordedTransaction {
    readonly txId: string;
    readonly channelId: string;
    readonly session: RecordedSession;
    /** When it arrived, in milliseconds since 1970, to about a tenth of a second. */
    readonly time: number;
    readonly end: RecordedEnd;
    /** Its frames in order, the peer's request first. Empty where the journal has lost that. */
    readonly frames: readonly RecordedFrame[];
}
