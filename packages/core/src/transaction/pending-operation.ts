import type { CallSite } from './call-site';
import { Operation } from './operation';
import type { Recipient } from './recipient';

/** Reads may be left behind; a write that nobody waits for is a loss. */
export type OperationKind = 'read' | 'write';

/** A call of one of the stub's methods. */
export interface OperationCall {
    /** The method's name, as errors and logs show it. */
    readonly name: string;
    readonly kind: OperationKind;
}

/** Who keeps account of operations. */
export interface OperationObserver {
    ended(operation: PendingOperation): void;
    failed(operation: PendingOperation, error: unknown): void;
}

/** An operation as those see it who keep account of it. */
export interface PendingOperation extends OperationCall {
    readonly promise: Operation<unknown>;
    readonly calledFrom: CallSite | undefined;
}

/**
 * An operation under way, in the hands of whoever carries it out. There is one promise for all of it: what the lane is
 * answered goes straight to the author, and the account is kept on the way.
 */
export class OperationUnderWay<T> implements PendingOperation, Recipient<T> {
    readonly name: string;
    readonly kind: OperationKind;
    readonly calledFrom: CallSite | undefined;
    readonly promise: Operation<T>;
    readonly #observer: OperationObserver;
    #resolve!: (value: T) => void;
    #reject!: (error: unknown) => void;

    constructor({ name, kind }: OperationCall, calledFrom: CallSite | undefined, observer: OperationObserver) {
        this.name = name;
        this.kind = kind;
        this.calledFrom = calledFrom;
        this.#observer = observer;
        this.promise = new Operation((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        });
    }

    resolve(value: T): void {
        this.#observer.ended(this);
        this.#resolve(value);
    }

    reject(error: unknown): void {
        this.#observer.failed(this, error);
        this.#reject(error);
        this.promise.tolerate();
    }
}
