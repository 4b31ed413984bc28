import { MessageType, messageTypeName, readMessage, type ReceivedMessage } from '@heddle/protocol';
import type { HostObserver, TransactionReport } from '../observer';

/** Times one transaction and its requests for an observer. */
export class TransactionMeter {
    readonly #observer: HostObserver;
    readonly #txId: string;
    readonly #startedAt = performance.now();
    #isOver = false;
    #request = { type: '', askedAt: 0 };

    constructor(observer: HostObserver, txId: string) {
        this.#observer = observer;
        this.#txId = txId;
    }

    /** A request is handed to the stream; a lane has one under way at most. */
    asked(frame: Uint8Array): void {
        this.#request = { type: messageTypeName(readMessage(frame).type), askedAt: performance.now() };
    }

    /** The request that was asked last is answered. */
    answered(answer: ReceivedMessage): void {
        const { type, askedAt } = this.#request;
        const isError = answer.type === MessageType.ERROR;
        this.#observer.operationEnded?.({
            txId: this.#txId,
            type,
            isError,
            durationMs: performance.now() - askedAt,
        });
    }

    /** The transaction is over. Only its first end counts. */
    ended(report: Omit<TransactionReport, 'durationMs'>): void {
        if (this.#isOver) return;
        this.#isOver = true;
        this.#observer.transactionEnded?.({ ...report, durationMs: performance.now() - this.#startedAt });
    }
}
