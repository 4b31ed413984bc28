/**
 * Lets the changes of a transaction take effect in the order of their calls, however long what each of them reads is on
 * its way. So the outcome depends on the contract alone, and endorsers agree.
 *
 * I1: a change is applied when all that were called before it are, those that failed included.
 * I2: a look sees all changes that were called before it, and none that was called after it.
 */
export class CallOrder {
    /** The last change that is not applied yet; undefined where all are. Never rejects. */
    #last: Promise<void> | undefined;
    /** A change is being applied: what its function calls comes behind it. */
    #isApplying = false;

    /**
     * Applies a change when its turn has come: at once where nothing is before it.
     * @param reads what it waits for besides; asked for already
     */
    change<T>(reads: Promise<unknown> | undefined, apply: () => T | Promise<T>): T | Promise<T> {
        const before = this.#last ?? (this.#isApplying ? Promise.resolve() : undefined);
        if (before !== undefined || reads !== undefined) return this.#queue(turnOf(before, reads, apply));
        const result = this.#apply(apply);
        return result instanceof Promise ? this.#queue(result) : result;
    }

    /** Looks at what the changes before this call have left: at once where all are applied. */
    look<T>(look: () => T | Promise<T>): T | Promise<T> {
        const before = this.#last ?? (this.#isApplying ? Promise.resolve() : undefined);
        return before === undefined ? look() : before.then(look);
    }

    #apply<T>(apply: () => T): T {
        this.#isApplying = true;
        try {
            return apply();
        } finally {
            this.#isApplying = false;
        }
    }

    #queue<T>(turn: Promise<T>): Promise<T> {
        const over = (): void => {
            if (this.#last === last) this.#last = undefined;
        };
        const last: Promise<void> = turn.then(over, over);
        this.#last = last;
        return turn;
    }
}

function turnOf<T>(
    before: Promise<void> | undefined,
    reads: Promise<unknown> | undefined,
    apply: () => T | Promise<T>,
): Promise<T> {
    if (reads === undefined) return (before ?? Promise.resolve()).then(apply);
    if (before === undefined) return reads.then(apply);
    // The reads may fail while the changes before are still under way.
    reads.catch(() => undefined);
    return before.then(() => reads).then(apply);
}
