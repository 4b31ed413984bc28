import { type ChaincodeMessage, MessageType, messageTypeName, response } from '@heddle/protocol';
import type { HostObserver, TransactionReport } from '../observer';

type Ids = Pick<TransactionReport, 'channelId' | 'txId' | 'name'>;

/**
 * Times a transaction of a worker thread and its requests, by the messages that pass by. Its thread has no observer: those
 * are functions, and stay where they were made.
 */
export class ThreadMeter {
    readonly #observer: HostObserver;
    readonly #about: Ids;
    readonly #startedAt = performance.now();
    /** The request that is under way: a lane has one at most. */
    #request: { readonly type: string; readonly askedAt: number } | undefined;
    #isOver = false;

    constructor(observer: HostObserver, about: Ids) {
        this.#observer = observer;
        this.#about = about;
    }

    /** The thread says something: a request, or how the transaction ended. An ERROR refuses it: it has not run. */
    said({ type, payload }: ChaincodeMessage): void {
        if (type === MessageType.COMPLETED) this.ended(response.decode(payload).status);
        else if (type === MessageType.ERROR) this.#isOver = true;
        else this.#request = { type: messageTypeName(type), askedAt: performance.now() };
    }

    /** The peer answers. */
    answered({ type }: ChaincodeMessage): void {
        const request = this.#request;
        if (request === undefined) return;
        this.#request = undefined;
        this.#observer.operationEnded?.({
            txId: this.#about.txId,
            type: request.type,
            isError: type === MessageType.ERROR,
            durationMs: performance.now() - request.askedAt,
        });
    }

    /** The transaction is over, with that status; undefined where it could not be delivered. Only its first end counts. */
    ended(status: number | undefined): void {
        if (this.#isOver) return;
        this.#isOver = true;
        const durationMs = performance.now() - this.#startedAt;
        this.#observer.transactionEnded?.({ ...this.#about, status, durationMs });
    }
}
