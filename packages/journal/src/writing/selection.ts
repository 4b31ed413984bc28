import { MessageType } from '@heddle/protocol';
import { FrameScan, typeOf } from '../format/frame-scan';
import { RecordKind } from '../format/layout';
import type { Ranges } from './chunk';
import type { KeptTransactions } from './journal-options';
import type { RecordWriter } from './record-writer';

/** What may wait in memory for the end of its transaction; what is more is lost. */
const MOST_WAITING = 32 * 1024 * 1024;
const TOO_MUCH_WAITS =
    'transactions under way have more than 32 MiB of frames: those that fail are not recorded whole; look for transactions ' +
    'that read very much or never end, or keep all or a sample in place of the failed ones';
const FAILURE_STATUS = 500;
/** By their numbers in a ChaincodeMessage. */
const TX_ID = 4;
const CHANNEL = 7;

interface HeldFrame {
    readonly kind: number;
    readonly frame: Uint8Array;
    readonly hidden: Ranges;
}

/** Writes the frames of a session whose transactions are to be kept. */
export interface Selection {
    write(kind: number, frame: Uint8Array, hidden: Ranges): void;
    /** The session has ended. */
    end(): void;
}

/** Makes the selection of a session. */
export function createSelection(keep: KeptTransactions, session: number, writer: RecordWriter): Selection {
    if (keep === 'failed') return new FailedTransactions(session, writer);
    return {
        write(kind, frame, hidden) {
            if (keep === 'all' || isInSample(txIdOf(frame), keep)) writer.write(kind, session, frame, hidden);
        },
        end: () => undefined,
    };
}

/** By its id, so that all servers of a network keep the same transactions. What is of none is kept. */
function isInSample(txId: string, part: number): boolean {
    const number = Number.parseInt(txId.slice(0, 8), 16);
    return Number.isNaN(number) || number < part * 2 ** 32;
}

/**
 * Keeps frames until it is known how their transaction ends. What comes of one that is over, as a peer's late answer does,
 * is of no use to a reader, and is left out.
 */
class FailedTransactions implements Selection {
    readonly #session: number;
    readonly #writer: RecordWriter;
    readonly #held = new Map<string, HeldFrame[]>();
    #bytes = 0;

    constructor(session: number, writer: RecordWriter) {
        this.#session = session;
        this.#writer = writer;
    }

    write(kind: number, frame: Uint8Array, hidden: Ranges): void {
        const txId = txIdOf(frame);
        if (txId === '') {
            this.#writer.write(kind, this.#session, frame, hidden);
            return;
        }
        const type = readableType(frame);
        const transaction = `${textOf(frame, CHANNEL)} ${txId}`;
        const begins = kind === RecordKind.FROM_PEER && (type === MessageType.TRANSACTION || type === MessageType.INIT);
        if (begins) this.#begin(transaction);
        this.#hold(transaction, { kind, frame, hidden });
        if (kind === RecordKind.TO_PEER && type === MessageType.COMPLETED) this.#release(transaction, hasFailed(frame));
        if (kind === RecordKind.TO_PEER && type === MessageType.ERROR) this.#release(transaction, true);
    }

    end(): void {
        for (const transaction of [...this.#held.keys()]) this.#release(transaction, true);
    }

    #begin(transaction: string): void {
        // Asked for again before it was answered: what the first run did is worth a look.
        this.#release(transaction, true);
        this.#held.set(transaction, []);
    }

    #hold(transaction: string, held: HeldFrame): void {
        const frames = this.#held.get(transaction);
        if (frames === undefined) return;
        if (this.#bytes + held.frame.length > MOST_WAITING) {
            this.#writer.lose(1, held.frame.length, TOO_MUCH_WAITS);
            return;
        }
        this.#bytes += held.frame.length;
        // The frame's buffer is its owner's.
        frames.push({ ...held, frame: Uint8Array.from(held.frame) });
    }

    #release(transaction: string, isKept: boolean): void {
        const frames = this.#held.get(transaction) ?? [];
        this.#held.delete(transaction);
        for (const { kind, frame, hidden } of frames) {
            this.#bytes -= frame.length;
            if (isKept) this.#writer.write(kind, this.#session, frame, hidden);
        }
    }
}

function hasFailed(frame: Uint8Array): boolean {
    try {
        const scan = new FrameScan(frame);
        if (!scan.find(3, 0, frame.length)) return true;
        return scan.number(1, scan.start, scan.end) >= FAILURE_STATUS;
    } catch {
        return true; // nobody can read it as a success
    }
}

/** 0 where the frame has none, or is no message. */
function readableType(frame: Uint8Array): number {
    try {
        return typeOf(frame);
    } catch {
        return 0;
    }
}

function txIdOf(frame: Uint8Array): string {
    return textOf(frame, TX_ID);
}

/** A field of the frame; empty where it has none, or is no message. */
function textOf(frame: Uint8Array, field: number): string {
    try {
        const scan = new FrameScan(frame);
        if (!scan.find(field, 0, frame.length)) return '';
        return Buffer.from(frame.buffer, frame.byteOffset + scan.start, scan.end - scan.start).toString();
    } catch {
        return '';
    }
}
