import { ProtocolError, type ChaincodeMessage, type Request, type TransactionEnvelope } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import {
    alone,
    takeMessage,
    type BatchLimits,
    type BatchPart,
    type LaneMessage,
    type LaneRequest,
} from './lane-requests';
import { readAnswer } from './peer-answer';

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
    #queue: LaneRequest[] = [];
    #inFlight: LaneMessage | undefined;
    #scheduled = false;
    #endReason: (() => ChaincodeError) | undefined;
    #whenQuiet: (() => void)[] = [];

    /** @param send hands a message to the stream */
    constructor(limits: BatchLimits, envelope: TransactionEnvelope, send: (frame: Uint8Array) => void) {
        this.#limits = limits;
        this.#envelope = envelope;
        this.#send = send;
    }

    /**
     * Asks the peer, after everything that was asked before.
     * @param part how the request may travel with others of its kind; nothing moves across one of kind `barrier`
     * @throws ChaincodeError PEER_ERROR, MESSAGE_TOO_LARGE, or what the lane was aborted with
     */
    request<Q, QInput, R, RInput>(
        row: Request<Q, QInput, R, RInput>,
        query: QInput,
        kind: LaneRequest['kind'] = 'barrier',
        part?: BatchPart,
    ): Promise<R> {
        return new Promise((resolve, reject) => {
            if (this.#endReason !== undefined) {
                reject(this.#endReason());
                return;
            }
            if (part?.kind === 'write') this.#noteValue(part.size);
            this.#queue.push({
                kind,
                part,
                encode: (envelope) => envelope.encode(row.type, row.query, query),
                resolve: (payload) => {
                    if (kind === 'read') this.#noteValue(payload.length);
                    resolveWithReply(row, payload, resolve, reject);
                },
                reject,
            });
            this.#schedule();
        });
    }

    /** Takes the peer's answer; false where nothing was asked, so that it is a late or a duplicate one. */
    settle(answer: ChaincodeMessage): boolean {
        const message = this.#inFlight;
        if (message === undefined) return false;
        this.#inFlight = undefined;
        const again = message.settle(answer);
        if (this.#endReason !== undefined) {
            this.#quiet();
        } else if (again.length > 0 || this.#queue.length > 0) {
            this.#queue = [...again, ...this.#queue];
            this.#schedule();
        }
        return true;
    }

    /** Whether a message is on its way, so that an answer is to come. */
    get isWaiting(): boolean {
        return this.#inFlight !== undefined;
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
        if (this.#inFlight === undefined) return;
        await new Promise<void>((resolve) => {
            this.#whenQuiet.push(resolve);
        });
    }

    /** Rejects all that waits and all that comes, when no answer can come any more. */
    close(reason: () => ChaincodeError): void {
        this.abort(reason);
        this.#inFlight = undefined;
        this.#quiet();
    }

    /**
     * Not at once, but when this tick's code has run: all that it asks for can then share a message. What an answer
     * sets going belongs to the same tick.
     */
    #schedule(): void {
        if (this.#scheduled || this.#inFlight !== undefined) return;
        this.#scheduled = true;
        process.nextTick(() => {
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

    #noteValue(size: number): void {
        this.#limits.largestValue = Math.max(this.#limits.largestValue, size);
    }

    #quiet(): void {
        const waiting = this.#whenQuiet;
        this.#whenQuiet = [];
        for (const resolve of waiting) resolve();
    }
}

function resolveWithReply<Q, QInput, R, RInput>(
    row: Request<Q, QInput, R, RInput>,
    payload: Buffer,
    resolve: (reply: R) => void,
    reject: (error: unknown) => void,
): void {
    try {
        resolve(readAnswer(() => row.reply.decode(payload)));
    } catch (error) {
        reject(error);
    }
}

function unsendable(cause: unknown): ChaincodeError {
    if (ProtocolError.is(cause) && cause.code === 'MESSAGE_TOO_LARGE') {
        return new ChaincodeError('MESSAGE_TOO_LARGE', cause.message, { cause });
    }
    return new ChaincodeError('INTERNAL_ERROR', 'the request could not be sent', { cause });
}
