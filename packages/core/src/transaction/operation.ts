import type { CallSite } from '../call-site';
import type { Recipient } from './recipient';
import { WritePromise } from './write-promise';

/** A call of one of the stub's methods. */
export interface OperationCall {
    /** The method's name, as errors and logs show it. */
    readonly name: string;
    /** Reads may be left behind; a write that nobody waits for is a loss. */
    readonly kind: 'read' | 'write';
    /** Of a read, the key or keys whose values it asks for. */
    readonly keys?: unknown;
}

/** An operation as its observer sees it. */
export interface WatchedOperation extends OperationCall {
    readonly calledFrom: CallSite | undefined;
    /** Resolves when it is over, however it ended; that does not count as somebody who waits. */
    settled(): Promise<void>;
    /** Whether somebody waits for it; of reads, which nobody need wait for, that is not known. */
    readonly awaited: boolean;
    /** Where its observer keeps it. */
    place: number;
    /** Of a read, what it was answered with. */
    readonly answer: unknown;
}

/** Keeps account of operations. */
export interface OperationObserver {
    succeeded(operation: WatchedOperation): void;
    failed(operation: WatchedOperation, error: unknown): void;
}

/**
 * A ledger operation under way, in the hands of the code that carries it out. It has one promise: what the lane is
 * answered goes straight to the author, and the account is kept on the way.
 */
export class Operation<T> implements WatchedOperation, Recipient<T> {
    readonly name: string;
    readonly kind: OperationCall['kind'];
    readonly keys: unknown;
    readonly calledFrom: CallSite | undefined;
    readonly promise: Promise<T>;
    place = 0;
    answer: T | undefined;
    readonly #observer: OperationObserver;
    #resolve!: (value: T) => void;
    #reject!: (error: unknown) => void;

    constructor({ name, kind, keys }: OperationCall, calledFrom: CallSite | undefined, observer: OperationObserver) {
        this.name = name;
        this.kind = kind;
        this.keys = keys;
        this.calledFrom = calledFrom;
        this.#observer = observer;
        const settle = (resolve: (value: T) => void, reject: (error: unknown) => void): void => {
            this.#resolve = resolve;
            this.#reject = reject;
        };
        this.promise = kind === 'write' ? new WritePromise(settle) : new Promise(settle);
    }

    get awaited(): boolean {
        return !(this.promise instanceof WritePromise) || this.promise.awaited;
    }

    /** Resolves when it is over, however it ended. */
    async settled(): Promise<void> {
        if (this.promise instanceof WritePromise) await this.promise.settled();
        else await this.promise.catch(() => undefined);
    }

    resolve(value: T): void {
        this.answer = value;
        this.#observer.succeeded(this);
        this.#resolve(value);
    }

    reject(error: unknown): void {
        this.#observer.failed(this, error);
        this.#reject(error);
        // Where nobody listens, it must not become an unhandled rejection: its transaction has taken note.
        void this.settled();
    }
}
