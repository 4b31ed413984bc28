/**
 * The promise of one ledger operation. It knows whether anybody waits for it: an operation that failed and that nobody
 * waited for would be a loss that nobody hears of, so its transaction must fail instead.
 *
 * `await` and the Promise functions call `then` because the constructor is not Promise itself; what they derive are
 * plain promises.
 */
export class Operation<T> extends Promise<T> {
    #awaited = false;

    static override get [Symbol.species](): PromiseConstructor {
        return Promise;
    }

    /** Starts an operation; what `start` throws is a rejection like any other. */
    static start<T>(start: () => PromiseLike<T> | T): Operation<T> {
        return new Operation<T>((resolve) => {
            resolve(start());
        });
    }

    /** Whether somebody attached a handler, by `await` or otherwise. */
    get awaited(): boolean {
        return this.#awaited;
    }

    /**
     * Listens without counting as somebody who waits. From then on a failure that nobody waits for is no unhandled
     * rejection of the process.
     */
    watch(onFulfilled: () => void, onRejected: (reason: unknown) => void): void {
        void super.then(onFulfilled, onRejected);
    }

    override then<A = T, B = never>(
        onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
        onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
        this.#awaited = true;
        return super.then(onFulfilled, onRejected);
    }
}
