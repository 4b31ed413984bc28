/** Those who wait for the same thing to happen. */
export class Waiters {
    readonly #wake: (() => void)[] = [];

    /** Resolves at the next `wakeAll`. */
    wait(): Promise<void> {
        return new Promise((resolve) => {
            this.#wake.push(resolve);
        });
    }

    /** Wakes those who wait now; what they do next runs after this has returned. */
    wakeAll(): void {
        if (this.#wake.length === 0) return;
        for (const wake of this.#wake) wake();
        this.#wake.length = 0;
    }
}
