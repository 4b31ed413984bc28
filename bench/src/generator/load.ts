import { performance } from 'node:perf_hooks';
import { type ChaincodeMessage, MessageType, messageTypeName, response } from '@heddle/protocol';
import { percentile } from '../statistics';
import type { TransactionKind } from '../workloads';
import type { TransactionRequest } from './transactions';

/** How transactions are begun: so many are in flight at any time, or so many are begun each second, whatever is answered. */
export type Pace = { readonly concurrency: number } | { readonly perSecond: number };

export type LoadOptions = Pace & {
    /** How long new transactions are begun; those in flight then are waited for. */
    readonly milliseconds: number;
    /** How many transactions are begun at most. Default: as many as there is time for. */
    readonly transactions?: number | undefined;
};

export interface LoadResult {
    readonly transactions: number;
    readonly seconds: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
}

const OK = 200;

/**
 * The transactions of one load. Every answer is checked, and a wrong one rejects `result`, since the figures of failed
 * transactions mean nothing. When to begin them is for others to say.
 */
export class Load {
    readonly result: Promise<LoadResult>;
    readonly #inFlight = new Map<string, { readonly key: string; readonly begun: number }>();
    readonly #latencies: number[] = [];
    readonly #workload: TransactionKind;
    readonly #next: () => TransactionRequest;
    readonly #begun = performance.now();
    readonly #until: number;
    readonly #most: number;
    #count = 0;
    #failed = false;
    #resolve: (result: LoadResult) => void = () => undefined;
    #reject: (error: Error) => void = () => undefined;

    constructor(workload: TransactionKind, next: () => TransactionRequest, options: LoadOptions) {
        this.#workload = workload;
        this.#next = next;
        this.#until = this.#begun + options.milliseconds;
        this.#most = options.transactions ?? Infinity;
        this.result = new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        });
    }

    get transactionsInFlight(): number {
        return this.#inFlight.size;
    }

    /** Whether no transaction is to be begun any more. */
    isOver(now: number): boolean {
        return this.#failed || now >= this.#until || this.#count >= this.#most;
    }

    /** Makes the next transaction; returns its message. */
    begin(now: number): Buffer {
        this.#count++;
        const { txId, key, message } = this.#next();
        this.#inFlight.set(txId, { key, begun: now });
        return message;
    }

    /** Takes what ended a transaction. Returns whether it was right. */
    complete(message: ChaincodeMessage, now: number): boolean {
        const transaction = this.#inFlight.get(message.txId);
        const problem =
            transaction === undefined
                ? `${messageTypeName(message.type)} for transaction '${message.txId}', which is not in flight`
                : this.#problemWith(message, transaction.key);
        if (transaction === undefined || problem !== undefined) {
            this.fail(new Error(problem));
            return false;
        }
        this.#inFlight.delete(message.txId);
        this.#latencies.push(now - transaction.begun);
        return true;
    }

    /** Ends the load where nothing is begun any more and nothing is in flight. */
    finishIfDone(now: number): void {
        if (!this.isOver(now) || this.#inFlight.size > 0) return;
        this.#resolve({
            transactions: this.#latencies.length,
            seconds: (now - this.#begun) / 1000,
            p50Ms: percentile(this.#latencies, 0.5),
            p99Ms: percentile(this.#latencies, 0.99),
        });
    }

    /** Ends the load without a result. */
    fail(error: Error): void {
        this.#failed = true;
        this.#reject(error);
    }

    #problemWith({ type, payload }: ChaincodeMessage, key: string): string | undefined {
        // The servers that show what the transport alone costs send back what they get.
        if (type === MessageType.TRANSACTION) return undefined;
        const { name } = this.#workload;
        if (type !== MessageType.COMPLETED)
            return `${name} was answered with ${messageTypeName(type)}: ${payload.toString()}`;
        const { status, message, payload: answer } = response.decode(payload);
        if (status !== OK) return `${name} was answered with status ${status}: ${message}`;
        const expected = this.#workload.answer(key);
        // One byte per character: the answers are ASCII.
        if (answer.toString('latin1') === expected) return undefined;
        return `${name} was answered with '${answer.toString('utf8', 0, 100)}' instead of '${expected}'`;
    }
}
