/** Those who wait for the same thing to happen. */
export class Waiters {
    #wake: (() => void)[] = [];

    /** Resolves at the next `wakeAll`. */
    wait(): Promise<void> {
        return new Promise((resolve) => {
            this.#wake.push(resolve);
        });
    }

    wakeAll(): void {
        const waiting = this.#wake;
        this.#wake = [];
        for (const wake of waiting) wake();
    }
}
