import { performance } from 'node:perf_hooks';
import { type ChaincodeMessage, MessageType, messageTypeName, response } from '@heddle/protocol';
import { percentile } from '../statistics';
import type { TransactionKind } from '../workloads';
import type { TransactionRequest } from './transactions';

export interface LoadOptions {
    /** Transactions in flight at any time. */
    readonly concurrency: number;
    /** How long new transactions are begun; those in flight then are waited for. */
    readonly milliseconds: number;
    /** How many transactions are begun at most. Default: as many as there is time for. */
    readonly transactions?: number | undefined;
}

export interface LoadResult {
    readonly transactions: number;
    readonly seconds: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
}

const OK = 200;

/**
 * Keeps a number of transactions in flight: each answer begins the next one. Every answer is checked, and a wrong one
 * rejects `result`, since the figures of failed transactions mean nothing.
 */
export class ClosedLoop {
    readonly result: Promise<LoadResult>;
    readonly #inFlight = new Map<string, { readonly key: string; readonly begun: number }>();
    readonly #latencies: number[] = [];
    readonly #workload: TransactionKind;
    readonly #next: () => TransactionRequest;
    readonly #send: (message: Buffer) => void;
    readonly #begun = performance.now();
    readonly #until: number;
    readonly #most: number;
    #count = 0;
    #resolve: (result: LoadResult) => void = () => undefined;
    #reject: (error: Error) => void = () => undefined;

    constructor(
        workload: TransactionKind,
        next: () => TransactionRequest,
        send: (message: Buffer) => void,
        options: LoadOptions,
    ) {
        this.#workload = workload;
        this.#next = next;
        this.#send = send;
        this.#until = this.#begun + options.milliseconds;
        this.result = new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        });
        this.#most = options.transactions ?? Infinity;
        for (let index = 0; index < Math.min(options.concurrency, this.#most); index++) this.#begin(this.#begun);
    }

    get transactionsInFlight(): number {
        return this.#inFlight.size;
    }

    /** Takes what ended a transaction, and begins another one. */
    complete(message: ChaincodeMessage): void {
        const transaction = this.#inFlight.get(message.txId);
        if (transaction === undefined) {
            this.fail(
                new Error(`${messageTypeName(message.type)} for transaction '${message.txId}', which is not in flight`),
            );
            return;
        }
        const wrong = this.#problemWith(message, transaction.key);
        if (wrong !== undefined) {
            this.fail(new Error(`${this.#workload.name} was answered with ${wrong}`));
            return;
        }
        this.#inFlight.delete(message.txId);
        const now = performance.now();
        this.#latencies.push(now - transaction.begun);
        if (now < this.#until && this.#count < this.#most) this.#begin(now);
        else if (this.#inFlight.size === 0) this.#finish(now);
    }

    /** Ends the load without a result. */
    fail(error: Error): void {
        this.#reject(error);
    }

    #begin(now: number): void {
        this.#count++;
        const { txId, key, message } = this.#next();
        this.#inFlight.set(txId, { key, begun: now });
        this.#send(message);
    }

    #problemWith({ type, payload }: ChaincodeMessage, key: string): string | undefined {
        // The servers that show what the transport alone costs send back what they get.
        if (type === MessageType.TRANSACTION) return undefined;
        if (type !== MessageType.COMPLETED) return `${messageTypeName(type)}: ${payload.toString()}`;
        const { status, message, payload: answer } = response.decode(payload);
        if (status !== OK) return `status ${status}: ${message}`;
        const expected = this.#workload.answer(key);
        // One byte per character: the answers are ASCII.
        if (answer.toString('latin1') === expected) return undefined;
        return `'${answer.toString('utf8', 0, 100)}' instead of '${expected}'`;
    }

    #finish(now: number): void {
        this.#resolve({
            transactions: this.#latencies.length,
            seconds: (now - this.#begun) / 1000,
            p50Ms: percentile(this.#latencies, 0.5),
            p99Ms: percentile(this.#latencies, 0.99),
        });
    }
}
