import { MessageType, messageTypeName, readMessage, type ReceivedMessage } from '@heddle/protocol';
import type { HostObserver, TransactionReport } from '../observer';
import type { TracedEnd, TransactionTrace } from './transaction-trace';

/** Times one transaction and its requests for an observer, and tells them to a trace. One of the two there is. */
export class TransactionMeter {
    readonly #observer: HostObserver | undefined;
    readonly #trace: TransactionTrace | undefined;
    readonly #txId: string;
    readonly #startedAt = performance.now();
    #isOver = false;
    #request = { type: '', askedAt: 0 };

    constructor(txId: string, observer: HostObserver | undefined, trace: TransactionTrace | undefined) {
        this.#observer = observer;
        this.#trace = trace;
        this.#txId = txId;
    }

    /** A request is handed to the stream; a lane has one under way at most. */
    asked(frame: Uint8Array): void {
        const request = readMessage(frame);
        this.#request = { type: messageTypeName(request.type), askedAt: performance.now() };
        this.#trace?.asked(request);
    }

    /** The request that was asked last is answered. */
    answered(answer: ReceivedMessage): void {
        const { type, askedAt } = this.#request;
        const isError = answer.type === MessageType.ERROR;
        this.#observer?.operationEnded?.({
            txId: this.#txId,
            type,
            isError,
            durationMs: performance.now() - askedAt,
        });
        this.#trace?.answered(isError);
    }

    /** The transaction is over. Only its first end counts. */
    ended({ code, ...report }: Omit<TransactionReport, 'durationMs'> & Pick<TracedEnd, 'code'>): void {
        if (this.#isOver) return;
        this.#isOver = true;
        this.#observer?.transactionEnded?.({ ...report, durationMs: performance.now() - this.#startedAt });
        this.#trace?.ended({ name: report.name, status: report.status, code });
    }
}
