import { ProtocolError, type ChaincodeMessage, type ChaincodeMessageInput, type Request } from '@heddle/protocol';
import { ChaincodeError } from './errors';
import {
    alone,
    takeMessage,
    type BatchLimits,
    type BatchPart,
    type LaneMessage,
    type LaneRequest,
} from './lane-requests';

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
    readonly #send: (message: ChaincodeMessageInput) => void;
    readonly #limits: BatchLimits;
    #queue: LaneRequest[] = [];
    #inFlight: LaneMessage | undefined;
    #scheduled = false;
    #largestValue = 0;
    #ended: ChaincodeError | undefined;
    #whenQuiet: (() => void) | undefined;

    /** @param send hands a message to the stream; throws a ProtocolError for one that cannot be sent */
    constructor(limits: BatchLimits, send: (message: ChaincodeMessageInput) => void) {
        this.#limits = limits;
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
            if (this.#ended !== undefined) {
                reject(this.#ended);
                return;
            }
            const settle = (payload: Buffer): void => {
                this.#largestValue = Math.max(this.#largestValue, kind === 'read' ? payload.length : 0);
                resolveWithReply(row, payload, resolve, reject);
            };
            this.#queue.push({
                kind,
                type: row.type,
                part,
                encode: () => row.query.encode(query),
                resolve: settle,
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
        if (this.#ended === undefined) this.#queue.unshift(...again);
        else this.#whenQuiet?.();
        this.#pump();
        return true;
    }

    /**
     * Rejects all that waits and all that comes. Resolves when the answer to what is in flight has come: a transaction
     * should not end before it, for the peer would look for a ledger context that is gone.
     */
    abort(reason: ChaincodeError): Promise<void> {
        this.#ended ??= reason;
        const waiting = [...(this.#inFlight?.requests ?? []), ...this.#queue];
        this.#queue = [];
        for (const request of waiting) request.reject(this.#ended);
        if (this.#inFlight === undefined) return Promise.resolve();
        return new Promise((resolve) => {
            this.#whenQuiet = resolve;
        });
    }

    /** Rejects all that waits and all that comes, when no answer can come any more. */
    close(reason: ChaincodeError): void {
        // Whoever waits for quiet is let go below.
        void this.abort(reason);
        this.#inFlight = undefined;
        this.#whenQuiet?.();
    }

    /** Not at once, but when this tick's code has run: all that it asks for can then share a message. */
    #schedule(): void {
        if (this.#scheduled || this.#inFlight !== undefined) return;
        this.#scheduled = true;
        process.nextTick(() => {
            this.#scheduled = false;
            this.#pump();
        });
    }

    #pump(): void {
        while (this.#inFlight === undefined && this.#queue.length > 0) {
            const message = takeMessage(this.#queue, this.#limits, this.#largestValue);
            if (message !== undefined) this.#dispatch(message);
        }
    }

    #dispatch(message: LaneMessage): void {
        this.#inFlight = message;
        try {
            this.#send({ type: message.type, payload: message.payload });
        } catch (error) {
            this.#inFlight = undefined;
            if (message.requests.length > 1) this.#queue.unshift(...alone(message.requests));
            else message.requests[0]?.reject(unsendable(error));
        }
    }
}

function resolveWithReply<Q, QInput, R, RInput>(
    row: Request<Q, QInput, R, RInput>,
    payload: Buffer,
    resolve: (reply: R) => void,
    reject: (error: ChaincodeError) => void,
): void {
    try {
        resolve(row.reply.decode(payload));
    } catch (cause) {
        const message = `the peer's answer cannot be read: ${(cause as Error).message}`;
        reject(new ChaincodeError('PEER_ERROR', message, { cause }));
    }
}

function unsendable(cause: unknown): ChaincodeError {
    if (ProtocolError.is(cause) && cause.code === 'MESSAGE_TOO_LARGE') {
        return new ChaincodeError('MESSAGE_TOO_LARGE', cause.message, { cause });
    }
    return new ChaincodeError('INTERNAL_ERROR', 'the request could not be sent', { cause });
}
