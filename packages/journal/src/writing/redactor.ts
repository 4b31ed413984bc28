import { MessageType } from '@heddle/protocol';
import { FrameFields } from '../format/frame-fields';
import { FrameScan, quickType, typeOf } from '../format/frame-scan';
import type { Ranges } from './chunk';
import type { PrivatePart } from './journal-options';
import type { PrivateCalls } from './private-calls';
import { calledWithRanges, NOTHING, outcomeRanges, PAYLOAD, payloadRange, transientRanges } from './private-ranges';
import { type PrivateTransaction, PrivateTransactions, txIdOf } from './private-transactions';

/** What may have transient data; what has its type elsewhere is looked at in full. */
const BEGINS: ReadonlySet<number> = new Set([MessageType.TRANSACTION, MessageType.INIT, -1]);

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

/**
 * Of so many transactions that were answered, what they still await is known: more than a peer works for at once
 * (peer.limits.concurrency.endorserService, 2500 by default). The oldest is beyond any answer then.
 */
const MOST_LATE = 10_000;

/**
 * Finds what of a frame is not to be written: the values of transient data and of collections, and what a transaction that
 * has seen such a value answers. Keys, and what goes to the public ledger, stay. Its answer is a list of ranges; most frames
 * are only looked at.
 *
 * One for each session. Owns: an entry for each transaction under way that has something private, until what it awaits has
 * come: a peer answers what it was asked also where the transaction was answered meanwhile (core/chaincode/handler.go,
 * HandleTransaction), and works on one request of a transaction at a time (registerTxid).
 */
export class Redactor {
    readonly #hidesTransient: boolean;
    readonly #hidesPrivate: boolean;
    readonly #calls: PrivateCalls;
    readonly #transactions = new PrivateTransactions();
    /** Those that were answered and await something all the same, the oldest first. */
    readonly #late = new Set<PrivateTransaction>();
    /** How many of them await something private: while there is none, no answer has to be looked at. */
    #awaiting = 0;
    readonly #fields = new FrameFields();

    /** @param calls those of all sessions */
    constructor(include: readonly PrivatePart[], calls: PrivateCalls) {
        this.#calls = calls;
        this.#hidesTransient = !include.includes('transient');
        this.#hidesPrivate = !include.includes('private');
    }

    /** What to hide of a frame of the peer. What cannot be read may have anything in it. */
    received(frame: Uint8Array): Ranges {
        const quick = quickType(frame);
        // Most frames: nothing private is awaited.
        if (this.#awaiting === 0 && !BEGINS.has(quick)) return NOTHING;
        try {
            const type = quick < 0 ? typeOf(frame) : quick;
            if (type === MessageType.TRANSACTION || type === MessageType.INIT) return this.#begin(frame);
            const isAnswer = type === MessageType.RESPONSE || type === MessageType.ERROR;
            return isAnswer ? this.#answer(type, frame) : NOTHING;
        } catch {
            return [0, frame.length];
        }
    }

    /** What to hide of a frame of the chaincode. What cannot be read may have anything in it. */
    sent(frame: Uint8Array): Ranges {
        const quick = quickType(frame);
        if (quick === MessageType.COMPLETED && this.#transactions.isEmpty) return NOTHING;
        try {
            const type = quick < 0 ? typeOf(frame) : quick;
            const request = REQUESTS[type];
            if (request !== undefined) return this.#hidesPrivate ? this.#request(frame, request) : NOTHING;
            if (type === MessageType.WRITE_BATCH_STATE) return this.#hidesPrivate ? this.#batch(frame) : NOTHING;
            return this.#transactions.isEmpty ? NOTHING : this.#ofPrivate(type, frame);
        } catch {
            return [0, frame.length];
        }
    }

    /** The session has ended: nothing comes any more. */
    end(): void {
        for (const transaction of this.#transactions) this.#await(transaction, undefined);
    }

    #begin(frame: Uint8Array): Ranges {
        const fields = this.#fields;
        fields.take(frame);
        if (!this.#transactions.isEmpty) this.#begunAgain(frame);
        let ranges: Ranges;
        try {
            ranges = this.#privateOf(frame);
        } catch {
            // Go passes over some of what this cannot read, so the transaction may run.
            ranges = [0, frame.length];
        }
        if (ranges.length > 0) this.#transactions.note(frame, fields);
        return ranges;
    }

    /** What it still awaits is of the run before. */
    #begunAgain(frame: Uint8Array): void {
        const transaction = this.#transactions.find(frame, this.#fields);
        if (transaction === undefined) return;
        this.#late.delete(transaction);
        if (transaction.awaits === undefined) this.#transactions.forget(transaction);
    }

    #privateOf(frame: Uint8Array): Ranges {
        const transient = this.#hidesTransient ? transientRanges(frame, this.#fields) : NOTHING;
        const mayBeCalled =
            transient.length > 0 || (!this.#calls.isEmpty && this.#calls.has(txIdOf(frame, this.#fields)));
        return mayBeCalled ? [...transient, ...calledWithRanges(frame, this.#fields)] : transient;
    }

    #answer(type: number, frame: Uint8Array): Ranges {
        const fields = this.#fields;
        fields.take(frame);
        const transaction = this.#transactions.find(frame, fields);
        if (transaction?.awaits === undefined) return NOTHING;
        const { awaits } = transaction;
        this.#await(transaction, undefined);
        if (this.#late.delete(transaction)) this.#transactions.forget(transaction);
        if (!fields.has(PAYLOAD)) return NOTHING;
        const [start, end] = [fields.start(PAYLOAD), fields.end(PAYLOAD)];
        const scan = new FrameScan(frame);
        if (awaits === 'page' && type === MessageType.RESPONSE && scan.find(3, start, end)) {
            (transaction.cursors ??= new Set()).add(textOf(frame, scan));
        }
        return [start, end];
    }

    #request(frame: Uint8Array, { collection, hidden, answer }: RequestFields): Ranges {
        const scan = new FrameScan(frame);
        if (!scan.find(PAYLOAD, 0, frame.length)) return NOTHING;
        const { start, end } = scan;
        if (!scan.find(collection, start, end) || scan.start === scan.end) return NOTHING;
        const transaction = this.#noted(frame);
        if (answer !== undefined) this.#await(transaction, answer);
        return hidden !== undefined && scan.find(hidden, start, end) ? [scan.start, scan.end] : NOTHING;
    }

    #batch(frame: Uint8Array): Ranges {
        const scan = new FrameScan(frame);
        if (!scan.find(PAYLOAD, 0, frame.length)) return NOTHING;
        const { end } = scan;
        const ranges: number[] = [];
        for (let at = scan.start; scan.find(1, at, end);) {
            const record = { start: scan.start, end: scan.end };
            at = record.end;
            if (!scan.find(3, record.start, record.end) || scan.start === scan.end) continue;
            if (scan.find(2, record.start, record.end)) ranges.push(scan.start, scan.end);
        }
        if (ranges.length > 0) this.#noted(frame);
        return ranges;
    }

    /** What a transaction says that has seen something private. */
    #ofPrivate(type: number, frame: Uint8Array): Ranges {
        const fields = this.#fields;
        fields.take(frame);
        if (type === MessageType.COMPLETED || type === MessageType.ERROR) {
            if (!this.#ended(frame)) return NOTHING;
            return type === MessageType.COMPLETED ? outcomeRanges(frame, fields) : payloadRange(fields);
        }
        const transaction = this.#transactions.find(frame, fields);
        if (transaction === undefined) return NOTHING;
        if (type === MessageType.QUERY_STATE_NEXT) return this.#nextPage(transaction, frame);
        if (type !== MessageType.INVOKE_CHAINCODE) return NOTHING;
        this.#await(transaction, 'call');
        return payloadRange(fields);
    }

    #nextPage(transaction: PrivateTransaction, frame: Uint8Array): Ranges {
        const scan = new FrameScan(frame);
        const isThere = scan.find(PAYLOAD, 0, frame.length) && scan.find(1, scan.start, scan.end);
        if (isThere && transaction.cursors?.has(textOf(frame, scan)) === true) this.#await(transaction, 'page');
        return NOTHING;
    }

    #await(transaction: PrivateTransaction, awaits: PrivateTransaction['awaits']): void {
        if (transaction.awaits !== undefined) this.#awaiting--;
        if (awaits !== undefined) this.#awaiting++;
        if (transaction.awaits === 'call') this.#calls.end(transaction.txId);
        if (awaits === 'call') this.#calls.begin(transaction.txId);
        transaction.awaits = awaits;
    }

    #noted(frame: Uint8Array): PrivateTransaction {
        this.#fields.take(frame);
        return this.#transactions.note(frame, this.#fields);
    }

    /** @param frame the one whose fields were taken @returns whether its transaction had something private */
    #ended(frame: Uint8Array): boolean {
        const transaction = this.#transactions.find(frame, this.#fields);
        if (transaction === undefined) return false;
        if (transaction.awaits === undefined) this.#transactions.forget(transaction);
        else this.#answeredEarly(transaction);
        return true;
    }

    #answeredEarly(transaction: PrivateTransaction): void {
        this.#late.add(transaction);
        const [oldest] = this.#late;
        if (oldest === undefined || this.#late.size <= MOST_LATE) return;
        this.#late.delete(oldest);
        this.#await(oldest, undefined);
        this.#transactions.forget(oldest);
    }
}

function textOf(frame: Uint8Array, { start, end }: FrameScan): string {
    return Buffer.from(frame.buffer, frame.byteOffset + start, end - start).toString();
}
