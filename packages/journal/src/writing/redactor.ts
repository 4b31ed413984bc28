import { MessageType } from '@heddle/protocol';
import { FrameScan, typeOf } from '../format/frame-scan';
import type { Ranges } from './chunk';
import type { PrivatePart } from './journal-options';

const NOTHING: Ranges = [];
/** What may have transient data; what has its type elsewhere is looked at in full. */
const BEGINS: ReadonlySet<number> = new Set([MessageType.TRANSACTION, MessageType.INIT, -1]);

/**
 * What is known of a transaction that has something private: a value of a collection, or transient data, which may be in
 * what other chaincodes are asked and answer.
 */
interface PrivateTransaction {
    /** Whether what the peer answers next is private; it has one answer under way. */
    awaits: 'value' | 'page' | undefined;
    /** Cursors of private queries. */
    readonly cursors: Set<string>;
}

/** Where the collection and the value of a request are, by their field numbers. */
interface RequestFields {
    readonly collection: number;
    /** The field that is private where there is a collection. */
    readonly hidden?: number;
    /** What the answer has. */
    readonly answer?: 'value' | 'page';
}

const REQUESTS: Readonly<Record<number, RequestFields>> = {
    [MessageType.GET_STATE]: { collection: 2, answer: 'value' },
    [MessageType.GET_STATE_MULTIPLE]: { collection: 2, answer: 'value' },
    [MessageType.PUT_STATE]: { collection: 3, hidden: 2 },
    [MessageType.GET_STATE_BY_RANGE]: { collection: 3, answer: 'page' },
    [MessageType.GET_QUERY_RESULT]: { collection: 2, hidden: 1, answer: 'page' },
};

const PAYLOAD = 3;
const TX_ID = 4;
const PROPOSAL = 5;
const EVENT = 6;
const CHANNEL = 7;

/**
 * Finds what of a frame is not to be written: the values of transient data and of collections, and what a transaction that
 * has seen such a value answers. Keys, and what goes to the public ledger, stay. Its answer is a list of ranges; most frames
 * are only looked at.
 *
 * One for each session. Owns: an entry for each transaction under way that has something private.
 */
export class Redactor {
    readonly #hidesTransient: boolean;
    readonly #hidesPrivate: boolean;
    readonly #transactions = new Map<string, PrivateTransaction>();
    /** Those of them that await something private: while there is none, no answer has to be looked at. */
    readonly #awaiting = new Set<PrivateTransaction>();

    constructor(include: readonly PrivatePart[]) {
        this.#hidesTransient = !include.includes('transient');
        this.#hidesPrivate = !include.includes('private');
    }

    /** What to hide of a frame of the peer. */
    received(frame: Uint8Array): Ranges {
        // Most frames: nothing private is awaited.
        if (this.#awaiting.size === 0 && !BEGINS.has(quickType(frame))) return NOTHING;
        return this.#guarded(frame, (type, scan) => {
            if (type === MessageType.TRANSACTION || type === MessageType.INIT) return this.#begin(frame, scan);
            const isAnswer = type === MessageType.RESPONSE || type === MessageType.ERROR;
            return isAnswer ? this.#answer(frame, scan) : NOTHING;
        });
    }

    /** What to hide of a frame of the chaincode. */
    sent(frame: Uint8Array): Ranges {
        if (this.#transactions.size === 0 && quickType(frame) === MessageType.COMPLETED) return NOTHING;
        return this.#guarded(frame, (type, scan) => {
            const request = REQUESTS[type];
            if (request !== undefined) return this.#hidesPrivate ? this.#request(frame, scan, request) : NOTHING;
            if (type === MessageType.WRITE_BATCH_STATE) return this.#hidesPrivate ? this.#batch(frame, scan) : NOTHING;
            return this.#transactions.size > 0 ? this.#ofPrivate(type, frame, scan) : NOTHING;
        });
    }

    /** What cannot be read may have anything in it. */
    #guarded(frame: Uint8Array, find: (type: number, scan: FrameScan) => Ranges): Ranges {
        try {
            return find(typeOf(frame), new FrameScan(frame));
        } catch {
            return [0, frame.length];
        }
    }

    #begin(frame: Uint8Array, scan: FrameScan): Ranges {
        const ranges = this.#hidesTransient ? transientRanges(scan, frame.length) : NOTHING;
        if (this.#transactions.size === 0 && ranges.length === 0) return NOTHING;
        const key = keyOf(frame, scan);
        this.#forget(key);
        if (ranges.length > 0) this.#note(key);
        return ranges;
    }

    #answer(frame: Uint8Array, scan: FrameScan): Ranges {
        const transaction = this.#transactions.get(keyOf(frame, scan));
        if (transaction?.awaits === undefined || !scan.find(PAYLOAD, 0, frame.length)) return NOTHING;
        const { awaits } = transaction;
        const { start, end } = scan;
        this.#await(transaction, undefined);
        if (awaits === 'page' && typeOf(frame) === MessageType.RESPONSE && scan.find(3, start, end)) {
            transaction.cursors.add(textOf(frame, scan));
        }
        return [start, end];
    }

    #request(frame: Uint8Array, scan: FrameScan, { collection, hidden, answer }: RequestFields): Ranges {
        if (!scan.find(PAYLOAD, 0, frame.length)) return NOTHING;
        const { start, end } = scan;
        if (!scan.find(collection, start, end) || scan.start === scan.end) return NOTHING;
        this.#await(this.#note(keyOf(frame, scan)), answer);
        return hidden !== undefined && scan.find(hidden, start, end) ? [scan.start, scan.end] : NOTHING;
    }

    #batch(frame: Uint8Array, scan: FrameScan): Ranges {
        if (!scan.find(PAYLOAD, 0, frame.length)) return NOTHING;
        const { end } = scan;
        const ranges: number[] = [];
        for (let at = scan.start; scan.find(1, at, end);) {
            const record = { start: scan.start, end: scan.end };
            at = record.end;
            if (!scan.find(3, record.start, record.end) || scan.start === scan.end) continue;
            if (scan.find(2, record.start, record.end)) ranges.push(scan.start, scan.end);
        }
        if (ranges.length > 0) this.#note(keyOf(frame, scan));
        return ranges;
    }

    /** What a transaction says that has seen something private. */
    #ofPrivate(type: number, frame: Uint8Array, scan: FrameScan): Ranges {
        const key = keyOf(frame, scan);
        const transaction = this.#transactions.get(key);
        if (transaction === undefined) return NOTHING;
        if (type === MessageType.QUERY_STATE_NEXT) return this.#nextPage(transaction, frame, scan);
        if (type === MessageType.INVOKE_CHAINCODE) {
            this.#await(transaction, 'value');
            return scan.find(PAYLOAD, 0, frame.length) ? [scan.start, scan.end] : NOTHING;
        }
        if (type !== MessageType.COMPLETED && type !== MessageType.ERROR) return NOTHING;
        this.#forget(key);
        return type === MessageType.COMPLETED ? outcomeRanges(frame, scan) : payloadRange(frame, scan);
    }

    #nextPage(transaction: PrivateTransaction, frame: Uint8Array, scan: FrameScan): Ranges {
        const isThere = scan.find(PAYLOAD, 0, frame.length) && scan.find(1, scan.start, scan.end);
        if (isThere && transaction.cursors.has(textOf(frame, scan))) this.#await(transaction, 'page');
        return NOTHING;
    }

    #await(transaction: PrivateTransaction, awaits: PrivateTransaction['awaits']): void {
        transaction.awaits = awaits;
        if (awaits === undefined) this.#awaiting.delete(transaction);
        else this.#awaiting.add(transaction);
    }

    #forget(key: string): void {
        const transaction = this.#transactions.get(key);
        if (transaction === undefined) return;
        this.#awaiting.delete(transaction);
        this.#transactions.delete(key);
    }

    #note(key: string): PrivateTransaction {
        const known = this.#transactions.get(key);
        if (known !== undefined) return known;
        const transaction: PrivateTransaction = { awaits: undefined, cursors: new Set<string>() };
        this.#transactions.set(key, transaction);
        return transaction;
    }
}

/** The values of the transient map, down from the message: SignedProposal, Proposal, ChaincodeProposalPayload. */
function transientRanges(scan: FrameScan, length: number): Ranges {
    if (!scan.find(PROPOSAL, 0, length) || !scan.find(1, scan.start, scan.end)) return NOTHING;
    if (!scan.find(2, scan.start, scan.end)) return NOTHING;
    const { end } = scan;
    let ranges: number[] | undefined;
    for (let at = scan.start; scan.find(2, at, end);) {
        at = scan.end;
        if (scan.find(2, scan.start, scan.end)) (ranges ??= []).push(scan.start, scan.end);
    }
    return ranges ?? NOTHING;
}

/** All of a COMPLETED but its status, and the name of its event. */
function outcomeRanges(frame: Uint8Array, scan: FrameScan): Ranges {
    const ranges: number[] = [];
    if (scan.find(PAYLOAD, 0, frame.length)) {
        const { start, end } = scan;
        for (const field of [2, 3]) ranges.push(...(scan.find(field, start, end) ? [scan.start, scan.end] : []));
    }
    if (scan.find(EVENT, 0, frame.length) && scan.find(4, scan.start, scan.end)) ranges.push(scan.start, scan.end);
    return ranges;
}

function payloadRange(frame: Uint8Array, scan: FrameScan): Ranges {
    return scan.find(PAYLOAD, 0, frame.length) ? [scan.start, scan.end] : NOTHING;
}

/** Transactions of one id can run on several channels. */
function keyOf(frame: Uint8Array, scan: FrameScan): string {
    const txId = scan.find(TX_ID, 0, frame.length) ? textOf(frame, scan) : '';
    return `${txId} ${scan.find(CHANNEL, 0, frame.length) ? textOf(frame, scan) : ''}`;
}

function textOf(frame: Uint8Array, { start, end }: FrameScan): string {
    return Buffer.from(frame.buffer, frame.byteOffset + start, end - start).toString();
}

/** The type of a frame where it stands in front, as everybody writes it; -1 where it does not. */
function quickType(frame: Uint8Array): number {
    const type = frame[1] ?? 0x80;
    return frame[0] === 8 && type < 0x80 ? type : -1;
}
