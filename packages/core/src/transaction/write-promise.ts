/**
 * The promise of one write. It knows whether anybody waits for it: a write that failed and that nobody waited for would
 * be a loss that nobody hears of, so its transaction must fail instead.
 *
 * `await` and the Promise functions call `then` because the constructor is not Promise itself; what they derive are
 * plain promises. That takes them three promises where one would do, so only writes have it.
 */
export class WritePromise<T> extends Promise<T> {
    #awaited = false;
    readonly #whenAwaited: (() => void) | undefined;

    /** @param whenAwaited is told when somebody waits for it for the first time */
    constructor(
        executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
        whenAwaited?: () => void,
    ) {
        super(executor);
        this.#whenAwaited = whenAwaited;
    }

    static override get [Symbol.species](): PromiseConstructor {
        return Promise;
    }

    /** Whether somebody attached a handler, by `await` or otherwise. */
    get awaited(): boolean {
        return this.#awaited;
    }

    /**
     * Resolves when it is settled, however; does not count as somebody who waits. It keeps a failure from being an
     * unhandled rejection of the process.
     */
    async settled(): Promise<void> {
        await super.then(undefined, () => undefined);
    }

    override then<A = T, B = never>(
        onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
        onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
        if (!this.#awaited) this.#whenAwaited?.();
        this.#awaited = true;
        return super.then(onFulfilled, onRejected);
    }
}
