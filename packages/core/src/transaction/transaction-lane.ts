import { ProtocolError, type ReceivedMessage, requests, type TransactionEnvelope } from '@heddle/protocol';
import { Waiters } from '@heddle/protocol/internal';
import { ChaincodeError } from '../errors';
import type { EndOfTick } from './end-of-tick';
import { alone, takeMessage } from './lane-batches';
import {
    type Asked,
    type BatchLimits,
    type LaneMessage,
    type LaneRequest,
    SingleRequest,
    type WriteRequest,
} from './lane-request';
import { promised, type Recipient } from './recipient';
import { ownRecord, sizeOfWrite, type Write } from './write-record';

/** Larger ones travel alone: a batch saves round trips, which are little beside so many bytes, and costs a copy. */
const LARGEST_IN_BATCH = 1024 * 1024;

/**
 * The requests of one transaction, in order.
 *
 * Owns: the queue, the message on its way, the promises of both. Does not own: the stream (it is handed `send`), nor
 * what the answers mean.
 *
 * I2: at most one message is in flight; a peer drops a second one silently (fabric, handler.go, registerTxid).
 * I3: `abort` rejects everything that waits, and everything that is asked for afterwards.
 */
export class TransactionLane {
    readonly #envelope: TransactionEnvelope;
    readonly #send: (frame: Uint8Array) => void;
    readonly #limits: BatchLimits;
    readonly #endOfTick: EndOfTick;
    #queue: LaneRequest[] = [];
    #inFlight: LaneMessage | undefined;
    #scheduled = false;
    #endReason: (() => ChaincodeError) | undefined;
    /** Only where somebody has waited: most transactions end without. */
    #whenQuiet: Waiters | undefined;
    /** Is called before a request that keeps its place among others: writes that were deferred have to leave then. */
    beforeOrdered: (() => void) | undefined;

    /**
     * @param send hands a message to the stream
     * @param endOfTick is when messages are made: what is asked until then can share one
     */
    constructor(
        limits: BatchLimits,
        envelope: TransactionEnvelope,
        send: (frame: Uint8Array) => void,
        endOfTick: EndOfTick,
    ) {
        this.#limits = limits;
        this.#endOfTick = endOfTick;
        this.#envelope = envelope;
        this.#send = send;
    }

    /** Asks the peer, after everything that was asked before. */
    ask(request: LaneRequest): void {
        if (this.#endReason !== undefined) {
            request.reject(this.#endReason());
            return;
        }
        if (this.beforeOrdered !== undefined && request.kind !== 'read') this.beforeOrdered();
        this.#queue.push(request);
        this.#schedule();
    }

    /** Reads a key: where it is allowed and the peer takes that, with others of the same tick. */
    read(key: string, recipient: Recipient<Buffer>, allowBatch: boolean): void {
        const query = { kind: 'read', key } as const;
        const part = allowBatch && this.#limits.reads > 1 ? query : undefined;
        this.ask(new SingleRequest(requests.getState, query, recipient, 'read', part));
    }

    /** Writes, as `read`. The bytes are copied, or encoded, before this returns: the author may change them. */
    write(row: WriteRequest, write: Write, recipient: Recipient<void>, allowBatch: boolean): void {
        const size = sizeOfWrite(write);
        this.#limits.sizes.note(size);
        if (allowBatch && this.#limits.writes > 1 && size <= LARGEST_IN_BATCH) {
            const own = ownRecord(row.type, write);
            this.ask(new SingleRequest(row, own, recipient, 'write', { kind: 'write', record: own, size }));
        } else {
            this.#writeAlone(new SingleRequest(row, write, recipient, 'write'));
        }
    }

    /** Encoded at once instead of copied and then encoded: a copy less, which counts for large values. */
    #writeAlone(request: SingleRequest<Write, void>): void {
        try {
            request.encodeEarly(this.#envelope);
        } catch (error) {
            request.reject(unsendable(error));
            return;
        }
        this.ask(request);
    }

    /**
     * Asks something that nothing moves across.
     * @throws ChaincodeError PEER_ERROR, MESSAGE_TOO_LARGE, or what the lane was aborted with
     */
    request<QInput, R>(row: Asked<QInput, R>, query: QInput): Promise<R> {
        return promised((recipient) => {
            this.ask(new SingleRequest(row, query, recipient));
        });
    }

    /** Takes the peer's answer; false where nothing was asked, so that it is a late or a duplicate one. */
    settle(answer: ReceivedMessage): boolean {
        const message = this.#inFlight;
        if (message === undefined) return false;
        this.#inFlight = undefined;
        const again = message.settle(answer, this.#limits);
        if (this.#endReason !== undefined) {
            this.#whenQuiet?.wakeAll();
        } else if (again.length > 0 || this.#queue.length > 0) {
            if (again.length > 0) this.#queue = [...again, ...this.#queue];
            this.#schedule();
        }
        return true;
    }

    /** Whether it takes nothing any more. */
    get hasEnded(): boolean {
        return this.#endReason !== undefined;
    }

    /** @throws ChaincodeError what the lane was aborted with, if it was */
    refuseEnded(): void {
        if (this.#endReason !== undefined) throw this.#endReason();
    }

    /** Whether a message is on its way, so that an answer is to come. */
    get isWaiting(): boolean {
        return this.#inFlight !== undefined;
    }

    /** How many keys are asked for by the multiple read that is on its way; 0 without one. */
    get keysInFlight(): number {
        const [first, second] = this.#inFlight?.requests ?? [];
        return first?.kind === 'read' && second !== undefined ? (this.#inFlight?.requests.length ?? 0) : 0;
    }

    /**
     * Rejects all that waits, and all that comes. What is on its way stays so: the peer is at it.
     * @param reason makes the error, where there is anybody to tell: with its stack it costs more than a small transaction
     */
    abort(reason: () => ChaincodeError): void {
        this.#endReason ??= reason;
        if (this.#inFlight === undefined && this.#queue.length === 0) return;
        const waiting = [...(this.#inFlight?.requests ?? []), ...this.#queue];
        this.#queue = [];
        for (const request of waiting) request.reject(this.#endReason());
    }

    /** Resolves when the answer to what was in flight at `abort` has come, or can come no more. */
    async quiet(): Promise<void> {
        if (this.#inFlight !== undefined) await (this.#whenQuiet ??= new Waiters()).wait();
    }

    /** Rejects all that waits and all that comes, when no answer can come any more. */
    close(reason: () => ChaincodeError): void {
        this.abort(reason);
        this.#inFlight = undefined;
        this.#whenQuiet?.wakeAll();
    }

    /**
     * Not at once, but when this tick's code has run: all that it asks for can then share a message. What an answer
     * sets going belongs to the same tick.
     */
    #schedule(): void {
        if (this.#scheduled || this.#inFlight !== undefined) return;
        this.#scheduled = true;
        this.#endOfTick.add(() => {
            this.#scheduled = false;
            this.#pump();
        });
    }

    #pump(): void {
        while (this.#inFlight === undefined) {
            const message = takeMessage(this.#queue, this.#limits);
            if (message === undefined) return;
            this.#dispatch(message);
        }
    }

    /** I6: what cannot be encoded or sent fails those who asked for it, and nobody else. */
    #dispatch(message: LaneMessage): void {
        this.#inFlight = message;
        try {
            this.#send(message.encode(this.#envelope));
        } catch (error) {
            this.#inFlight = undefined;
            if (message.requests.length > 1) this.#queue = [...alone(message.requests), ...this.#queue];
            else message.requests[0]?.reject(unsendable(error));
        }
    }
}

function unsendable(cause: unknown): ChaincodeError {
    if (ProtocolError.is(cause) && cause.code === 'MESSAGE_TOO_LARGE') {
        return new ChaincodeError('MESSAGE_TOO_LARGE', cause.message, { cause });
    }
    return new ChaincodeError('INTERNAL_ERROR', 'the request could not be sent', { cause });
}
